// The outline: every section with its scores, what its parts add up to, what was taken off and what was found in it.

const folded = new Set();

function drawOutline(into) {
  const chart = lossChart();
  if (chart) {
    into.append(chart);
  }
  const findings = new Map();
  data.findings.forEach((one) => findings.set(one.section, (findings.get(one.section) || []).concat(one)));
  const table = make('div', { class: 'outline', role: 'table', 'aria-label': say('tab-outline') });
  const head = make('div', { role: 'row', class: 'row head' });
  ['col-section', 'col-max', 'col-self', 'col-lost'].forEach((id) => head.append(make('span', { role: 'columnheader' }, say(id))));
  table.append(make('div', { role: 'rowgroup' }, head));
  const rows = make('div', { role: 'rowgroup' });
  const shown = data.sections.filter((section) => matches(section.label + section.title + (section.max || '') + ' ' + (section.self || '')));
  shown.forEach((section) => {
    if (!hiddenBelow(section.id)) {
      rows.append(sectionRow(section, findings.get(section.id) || []));
    }
  });
  table.append(rows);
  into.append(shown.length ? table : make('p', { class: 'empty' }, say(data.sections.length ? 'nothing-left' : 'no-sections')));
  into.append(totalsBox());
}

function hiddenBelow(id) {
  const steps = id.split('.');
  return !searching.query && steps.slice(0, -1).some((step, depth) => folded.has(steps.slice(0, depth + 1).join('.')));
}

function sectionRow(section, found) {
  const item = 'section:' + section.id;
  const children = data.sections.some((one) => one.id.indexOf(section.id + '.') === 0);
  const open = !folded.has(section.id);
  const lost = lostBy(section);
  const name = make('span', { role: 'cell', class: 'name depth-' + Math.min(section.level, 5) });
  if (children) {
    name.append(
      make('button', {
        type: 'button',
        class: 'fold' + (open ? ' open' : ''),
        'aria-expanded': String(open),
        'aria-label': say(open ? 'fold' : 'unfold', { section: sectionName(section.id) }),
        click: () => {
          folded[open ? 'add' : 'delete'](section.id);
          drawList();
        },
      })
    );
  }
  name.append(goButton(item, 'message', plain(section.label), make('span', { class: 'title' }, plain(section.title))));
  if (section.kind !== 'normal') {
    name.append(make('span', { class: 'kind' }, say('kind-' + section.kind)));
  }
  found.forEach((finding) =>
    name.append(
      make(
        'button',
        { type: 'button', class: 'number ' + finding.severity, 'aria-label': told(finding.message), title: told(finding.message), click: () => select('finding:' + finding.id, 'panel') },
        String(data.findings.indexOf(finding) + 1)
      )
    )
  );
  const row = make(
    'div',
    { role: 'row', class: 'row item level-' + Math.min(section.level, 5), 'data-item': item, tabindex: '-1' },
    name,
    scoreCell(section, 'max'),
    scoreCell(section, 'self'),
    make('span', { role: 'cell', class: 'figure' + (lost ? ' lost' : '') }, lost || '')
  );
  row.addEventListener('click', (event) => {
    if (!event.target.closest('button')) {
      select(item, 'panel');
    }
  });
  const block = make('div', { class: 'branch', role: 'presentation' }, row);
  section.deductions.forEach((one) => block.append(deductionLine(one)));
  return block;
}

/** A score and, where parts have scores, whether they add up to it: as the checks say, never reckoned here. */
function scoreCell(section, name) {
  const cell = make('span', { role: 'cell', class: 'figure' }, section[name] === null ? '' : section[name]);
  const sum = section.sums[name];
  if (sum !== null) {
    const check = data.checks.find((one) => one.section === section.id && one.rule === 'score/section-' + name + '-sum');
    const state = check ? outcome(check) : 'none';
    cell.append(make('small', { class: 'sum ' + state, title: say('sum-' + state, { sum: sum }) }, 'Σ ' + sum));
  }
  return cell;
}

function lostBy(section) {
  const one = data.losses.find((loss) => loss.section === section.id);
  return one ? one.lost : '';
}

function deductionLine(one) {
  return make(
    'div',
    { class: 'deduction', role: 'row' },
    make(
      'span',
      { role: 'cell' },
      make('button', { type: 'button', class: 'message', click: () => one.at && showFigure(one.at) }, make('b', {}, '−' + one.points), ' ' + (plain(one.reason) || say('no-reason')))
    )
  );
}

function totalsBox() {
  const box = make('div', { class: 'totals item', 'data-item': 'totals:', tabindex: '-1' }, make('h3', {}, say('totals')));
  let any = false;
  ['max', 'self', 'deducted', 'bonus'].forEach((name) => {
    const one = data.totals[name];
    if (one) {
      any = true;
      box.append(make('button', { type: 'button', class: 'operand', click: () => showFigure(one.at) }, say('total-' + name, { value: one.value === null ? '—' : one.value })));
    }
  });
  data.totals.deductions.forEach((one) => box.append(make('p', { class: 'closing' }, make('b', {}, '−' + one.points), ' ' + plain(one.reason))));
  if (!any && !data.totals.deductions.length) {
    box.append(make('p', { class: 'empty' }, say('total-none')));
  }
  return box;
}
