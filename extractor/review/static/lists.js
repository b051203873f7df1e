// The tabs' lists: findings, checks, coverage, the document's own elements.

const filters = { severity: new Set(), rule: '', decided: '', outcome: '' };

function clearFilters() {
  filters.severity.clear();
  filters.rule = '';
  filters.decided = '';
  filters.outcome = '';
  searching.query = '';
  const box = document.getElementById('search');
  if (box) {
    box.value = '';
  }
  clearHits();
  drawList();
}

/** A section as a reader finds it: the labels from the top and its own title. */
function sectionName(id) {
  if (!id || !sectionById.has(id)) {
    return say('whole');
  }
  const steps = id.split('.');
  const labels = steps.map((step, depth) => (sectionById.get(steps.slice(0, depth + 1).join('.')) || { label: '' }).label);
  // a decimal label that repeats the one above stands for both (2.1 of 2.)
  const shown = labels.filter((label, depth) => !(labels[depth + 1] || '').startsWith(label.replace(/\.$/, '') + '.'));
  return plain(shown.join('') + sectionById.get(id).title);
}

/** An item of a list: chosen by a click or by the keyboard, with the place that it speaks of. */
function itemBox(item, kind, ...children) {
  return make(
    'article',
    {
      class: 'item ' + kind,
      'data-item': item,
      tabindex: '-1',
      click: (event) => {
        if (!event.target.closest('button, input, textarea, select, a, form')) {
          select(item, 'panel');
        }
      },
    },
    ...children
  );
}

/** The words of an item that take the person to the place; a button, so that the keyboard reaches it. */
function goButton(item, name, ...children) {
  return make('button', { type: 'button', class: name, click: () => select(item, 'panel') }, ...children);
}

function matches(text) {
  return !searching.query || text.toLowerCase().indexOf(searching.query.toLowerCase()) >= 0;
}

function option(value, text, chosenValue) {
  return make('option', { value: value, selected: value === chosenValue }, text);
}

function drawFindings(into) {
  const rules = Array.from(new Set(data.findings.map((one) => one.rule)));
  const bar = make('div', { class: 'filters', role: 'group', 'aria-label': say('filter') });
  ['error', 'warning', 'note'].forEach((severity) => {
    const on = filters.severity.has(severity);
    bar.append(
      make(
        'button',
        {
          type: 'button',
          class: 'toggle ' + severity,
          'aria-pressed': String(on),
          'data-severity': severity,
          click: () => {
            filters.severity[on ? 'delete' : 'add'](severity);
            drawList();
            list.querySelector('[data-severity="' + severity + '"]').focus();
          },
        },
        say('severity-' + severity)
      )
    );
  });
  const byRule = make('select', { id: 'filter-rule', 'aria-label': say('filter-rule') }, option('', say('all-rules'), filters.rule));
  rules.forEach((rule) => byRule.append(option(rule, told(data.rules[rule].title), filters.rule)));
  byRule.addEventListener('change', () => {
    filters.rule = byRule.value;
    drawList();
    document.getElementById('filter-rule').focus();
  });
  const byState = make('select', { id: 'filter-decided', 'aria-label': say('filter-decided') }, option('', say('all-states'), filters.decided));
  ['open', 'accepted', 'rejected', 'corrected'].forEach((state) => byState.append(option(state, say('state-' + state), filters.decided)));
  byState.addEventListener('change', () => {
    filters.decided = byState.value;
    drawList();
    document.getElementById('filter-decided').focus();
  });
  bar.append(byRule, byState);
  into.append(bar);
  const shown = data.findings.filter(findingShown);
  shown.forEach((finding) => into.append(findingCard(finding)));
  if (shown.length === 0) {
    into.append(make('p', { class: 'empty' }, say(data.findings.length ? 'nothing-left' : 'no-findings')));
  }
}

function findingShown(finding) {
  const decided = decisionOn(finding.id);
  const state = decided && decided.state !== 'noted' ? decided.state : 'open';
  return (
    (filters.severity.size === 0 || filters.severity.has(finding.severity)) &&
    (!filters.rule || finding.rule === filters.rule) &&
    (!filters.decided || filters.decided === state) &&
    matches(told(finding.message) + ' ' + finding.rule + ' ' + told(data.rules[finding.rule].title) + ' ' + sectionName(finding.section))
  );
}

function findingCard(finding) {
  const item = 'finding:' + finding.id;
  const number = data.findings.indexOf(finding) + 1;
  const decided = decisionOn(finding.id);
  const check = finding.check ? checkById.get(finding.check) : null;
  const place = placeOf(finding.evidence);
  const card = itemBox(
    item,
    'card ' + finding.severity + (decided ? ' decided ' + decided.state : ''),
    make(
      'header',
      {},
      make('span', { class: 'number ' + finding.severity, 'aria-hidden': 'true' }, String(number)),
      make('span', { class: 'severity' }, say('severity-' + finding.severity)),
      make('span', { class: 'rule', title: told(data.rules[finding.rule].formula) }, told(data.rules[finding.rule].title)),
      place ? make('span', { class: 'place' }, place) : null
    ),
    goButton(item, 'message', told(finding.message)),
    make('p', { class: 'where' }, sectionName(finding.section))
  );
  if (check && finding.shows) {
    card.append(equationLine(check));
  }
  if (finding.diagnosis) {
    card.append(make('p', { class: 'diagnosis' }, told(finding.diagnosis)));
  }
  if (finding.related.length) {
    const related = finding.related.map((one) => told((data.rules[one.rule] || { title: [one.rule, one.rule] }).title) + ' · ' + sectionName(one.section));
    card.append(make('p', { class: 'related' }, say('related', { related: Array.from(new Set(related)).join(say('semicolon')) })));
  }
  card.append(decisionArea(finding));
  return card;
}

/** The equation, its figures as buttons where they stand in the document, and the verdict. */
function equationLine(check) {
  const written = told(check.equation);
  const line = make('div', { class: 'equation' });
  if (written) {
    line.append(make('code', {}, written));
  }
  line.append(make('span', { class: 'verdict ' + outcome(check) }, say('verdict-' + check.verdict)));
  const figures = make('div', { class: 'operands' });
  check.operands.forEach((operand) => {
    if (operand.at) {
      figures.append(
        make('button', { type: 'button', class: 'operand', title: placeOf([operand.at]), click: () => showFigure(operand.at) }, slice(operand.at).slice(0, 24))
      );
    }
  });
  const whole = make('div', { class: 'reckoning' }, line);
  if (figures.firstChild) {
    whole.append(figures);
  }
  return whole;
}

function showFigure(span) {
  if (!reveal(span)) {
    tell(say('no-place'));
    return;
  }
  const mark = markOf.get(keyOf(span));
  (mark ? mark.elements : []).forEach((element) => {
    element.classList.remove('flash');
    void element.offsetWidth; // begins the animation anew
    element.classList.add('flash');
  });
}

function drawChecks(into) {
  const counts = countVerdicts();
  const bar = make('div', { class: 'filters', role: 'group', 'aria-label': say('filter') });
  ['fails', 'unchecked', 'holds'].forEach((one) => {
    const on = filters.outcome === one;
    bar.append(
      make(
        'button',
        {
          type: 'button',
          class: 'toggle ' + one,
          'aria-pressed': String(on),
          'data-outcome': one,
          click: () => {
            filters.outcome = on ? '' : one;
            drawList();
            list.querySelector('[data-outcome="' + one + '"]').focus();
          },
        },
        say('outcome-' + one) + ' ' + counts[one]
      )
    );
  });
  into.append(bar);
  let drawnAny = false;
  ['fails', 'unchecked', 'holds'].forEach((one) => {
    const checks = data.checks.filter((check) => outcome(check) === one && (!filters.outcome || filters.outcome === one) && checkShown(check));
    Array.from(new Set(checks.map((check) => check.rule))).forEach((rule) => {
      const group = checks.filter((check) => check.rule === rule);
      const box = make('details', { class: 'group ' + one, open: one !== 'holds' || filters.outcome === 'holds' || Boolean(searching.query) });
      box.append(
        make(
          'summary',
          {},
          make('span', { class: 'sign ' + one, 'aria-hidden': 'true' }),
          make('span', { class: 'name' }, told(data.rules[rule].formula)),
          make('span', { class: 'tail' }, say('outcome-' + one) + ' ' + group.length)
        )
      );
      group.forEach((check) => box.append(checkRow(check)));
      into.append(box);
      drawnAny = true;
    });
  });
  if (!drawnAny) {
    into.append(make('p', { class: 'empty' }, say('no-checks')));
  }
}

function checkShown(check) {
  return matches(told(check.equation) + ' ' + told(check.reason) + ' ' + sectionName(check.section) + ' ' + told(data.rules[check.rule].title) + check.rule);
}

function checkRow(check) {
  const item = 'check:' + check.id;
  const figure = check.stated || '';
  const written = told(check.equation) || (check.verdict === 'unchecked' ? figure : say('check-states', { stated: figure }));
  return itemBox(
    item,
    'check ' + outcome(check),
    goButton(item, 'message', make('code', {}, written || sectionName(check.section))),
    check.reason ? make('p', { class: 'reason' }, told(check.reason)) : null,
    make(
      'p',
      { class: 'where' },
      sectionName(check.section),
      check.verdict === 'truncated' || check.verdict === 'within-rounding' ? ' · ' + say('verdict-' + check.verdict) : ''
    )
  );
}

function drawCoverage(into) {
  const coverage = data.coverage;
  const inChecks = new Set();
  data.checks.forEach((check) => check.operands.forEach((one) => one.at && inChecks.add(keyOf(one.at))));
  const outside = data.quantities.filter((one) => !inChecks.has(keyOf(one.at)));
  const counts = countVerdicts();
  const rows = [
    ['coverage-scores', say('of', { part: coverage.extracted + coverage.explained, whole: coverage.scores }), (coverage.extracted + coverage.explained) / (coverage.scores || 1)],
    ['coverage-headings', say('of', { part: data.sections.length, whole: data.sections.length + coverage.heading_like.length }), data.sections.length / (data.sections.length + coverage.heading_like.length || 1)],
    ['coverage-figures', say('of', { part: data.quantities.length - outside.length, whole: data.quantities.length }), (data.quantities.length - outside.length) / (data.quantities.length || 1)],
    ['coverage-checks', say('of', { part: counts.holds + counts.fails, whole: data.checks.length }), (counts.holds + counts.fails) / (data.checks.length || 1)],
  ];
  const table = make('dl', { class: 'measures' });
  rows.forEach(([id, text, share]) => table.append(make('dt', {}, say(id)), make('dd', {}, meter(share), make('span', {}, text))));
  into.append(table);
  coverage.pages.forEach(([number, why]) => into.append(make('p', { class: 'warning-line' }, say('coverage-page', { number: number, why: why }))));
  coverageList(into, 'unexplained-scores', coverage.unexplained, 'score:');
  coverageList(into, 'unexplained-headings', coverage.heading_like, 'like:');
  if (!coverage.unexplained.length && !coverage.heading_like.length) {
    into.append(make('p', { class: 'empty' }, say('all-explained')));
  }
  const shown = outside.filter((one) => matches(one.text + (one.subject || '')));
  const box = make('details', { class: 'group' }, make('summary', {}, make('span', { class: 'name' }, say('outside')), make('span', { class: 'tail' }, String(outside.length))));
  box.append(make('p', { class: 'formula' }, say('outside-why')));
  const cloud = make('div', { class: 'operands' });
  shown.slice(0, 600).forEach((one) =>
    cloud.append(make('button', { type: 'button', class: 'operand', title: plain(one.subject || ''), click: () => showFigure(one.at) }, plain(one.text)))
  );
  box.append(cloud);
  into.append(box);
}

function coverageList(into, id, spans, prefix) {
  if (!spans.length) {
    return;
  }
  into.append(make('h3', {}, say(id)));
  spans.forEach((span, index) => {
    const item = prefix + index;
    const [before, after] = [data.text.slice(Math.max(0, span[0] - 14), span[0]), data.text.slice(span[1], span[1] + 14)];
    const shown = goButton(item, 'message', plain(before.split('\n').pop()), make('mark', {}, slice(span).slice(0, 80)), plain(after.split('\n')[0]));
    into.append(itemBox(item, 'line', shown, make('p', { class: 'where' }, placeOf([span]))));
  });
}

function drawDocument(into) {
  const table = make('div', { class: 'facts' });
  data.document.filter((one) => matches(one.values.join(' '))).forEach((one) => {
    const item = 'element:' + one.field;
    const shown = one.values.map((value) => make('span', { class: 'value' }, plain(value)));
    table.append(itemBox(item, 'fact', make('span', { class: 'field' }, say('field-' + one.field)), one.at.length ? goButton(item, 'message', ...shown) : make('div', { class: 'message' }, ...shown)));
  });
  into.append(make('h3', {}, say('elements')), table);
  if (data.citations.length) {
    into.append(make('h3', {}, say('citations')));
    data.citations.forEach((one) => {
      const name = plain((one.title || '') + (one.number ? ' ' + one.number : ''));
      into.append(make('div', { class: 'item line' }, make('button', { type: 'button', class: 'message', click: () => showFigure(one.at) }, name)));
    });
  }
  const source = data.source;
  const facts = [
    ['source-name', source.name],
    ['source-format', source.format + (source.ocr ? ' · ' + say('source-ocr') : '')],
    ['source-pages', data.paged ? String(source.pages) : '—'],
    ['source-bytes', say('bytes', { bytes: source.bytes.toLocaleString('en') })],
    ['source-flags', source.flags.join(say('list')) || '—'],
    ['source-sha256', source.sha256],
    ['result-sha256', data.result],
    ['engine', 'gouji ' + data.engine.version + ' · ' + Object.keys(data.engine.readers).map((name) => name + ' ' + data.engine.readers[name]).join(' · ')],
    ['patterns', data.engine.patterns.slice(0, 16)],
  ];
  const origin = make('dl', { class: 'origin' });
  facts.forEach(([id, value]) => origin.append(make('dt', {}, say(id)), make('dd', {}, plain(value))));
  into.append(make('h3', {}, say('source')), origin);
}
