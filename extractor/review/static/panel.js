// The panel beside the document: what is chosen, the tabs, and how the two sides find each other.

const TABS = ['outline', 'findings', 'checks', 'coverage', 'document'];
const chosen = { tab: data.findings.length ? 'findings' : 'outline', item: null };
const panel = make('aside', { class: 'panel', id: 'panel' });
const list = make('div', { class: 'list', id: 'list', role: 'tabpanel', tabindex: '-1' });

const findingById = new Map(data.findings.map((one) => [one.id, one]));
const checkById = new Map(data.checks.map((one) => [one.id, one]));
const sectionById = new Map(data.sections.map((one) => [one.id, one]));
const quantityById = new Map(data.quantities.map((one) => [one.id, one]));

/** The tab that an item stands in, and what it speaks of in the document, the first place first. */
function about(item) {
  const [kind, id] = [item.slice(0, item.indexOf(':')), item.slice(item.indexOf(':') + 1)];
  if (kind === 'finding') {
    const finding = findingById.get(id);
    const check = finding.check ? checkById.get(finding.check) : null;
    const operands = check ? check.operands.map((one) => one.at) : [];
    return { tab: 'findings', spans: finding.evidence.concat(operands).filter(Boolean), main: finding.evidence.length };
  }
  if (kind === 'check') {
    const spans = checkById.get(id).operands.map((one) => one.at).filter(Boolean);
    return { tab: 'checks', spans: spans.slice().reverse(), main: 1 };
  }
  if (kind === 'section') {
    const section = sectionById.get(id);
    return { tab: 'outline', spans: [section.heading, section.at.max, section.at.self].filter(Boolean), main: 1 };
  }
  if (kind === 'score') {
    return { tab: 'coverage', spans: [data.coverage.unexplained[Number(id)]], main: 1 };
  }
  if (kind === 'like') {
    return { tab: 'coverage', spans: [data.coverage.heading_like[Number(id)]], main: 1 };
  }
  if (kind === 'element') {
    return { tab: 'document', spans: data.document.find((one) => one.field === id).at, main: 1 };
  }
  if (kind === 'quantity') {
    return { tab: null, spans: [quantityById.get(id).at], main: 1 };
  }
  const totals = ['self', 'max', 'deducted', 'bonus'].map((name) => data.totals[name]).filter(Boolean);
  return { tab: 'outline', spans: totals.map((one) => one.at).concat(data.totals.deductions.map((one) => one.at)), main: 2 };
}

/** Chooses an item: shows it in the panel and in the document. from: the side that the person is on, which then stands still. */
function select(item, from) {
  const what = about(item);
  chosen.item = item;
  if (what.tab && what.tab !== chosen.tab) {
    showTab(what.tab);
  }
  if (what.tab && !itemElement(item)) {
    clearFilters();
  }
  showSelected();
  const element = itemElement(item);
  if (element) {
    unfold(element);
    if (from === 'document') {
      element.scrollIntoView({ block: 'center' });
    } else {
      element.scrollIntoView({ block: 'nearest' });
    }
  }
  if (what.tab === null) {
    const quantity = quantityById.get(item.slice(9));
    tell(say('figure-outside', { text: quantity.text, subject: quantity.subject || '' }));
  }
  if (from === 'panel' && what.spans.length) {
    if (!reveal(what.spans[0])) {
      tell(say('no-place'));
    }
  } else if (from === 'panel') {
    tell(say('no-place'));
  }
}

function itemElement(item) {
  return list.querySelector('[data-item="' + window.CSS.escape(item) + '"]');
}

/** Opens the group that an item is in. */
function unfold(element) {
  for (let above = element.parentElement; above && above !== list; above = above.parentElement) {
    if (above.tagName === 'DETAILS') {
      above.open = true;
    }
  }
}

/** Draws what is chosen: the marks of its places, its item, its badge. */
function showSelected() {
  document.querySelectorAll('.on, .beside').forEach((one) => one.classList.remove('on', 'beside'));
  list.querySelectorAll('[data-item]').forEach((one) => {
    const on = one.dataset.item === chosen.item;
    one.classList.toggle('on', on);
    if (one.hasAttribute('aria-current') !== on) {
      if (on) {
        one.setAttribute('aria-current', 'true');
      } else {
        one.removeAttribute('aria-current');
      }
    }
  });
  if (!chosen.item) {
    return;
  }
  const what = about(chosen.item);
  what.spans.forEach((span, index) => {
    const mark = markOf.get(keyOf(span));
    if (mark) {
      mark.elements.forEach((element) => element.classList.add(index < what.main || element.classList.contains('on') ? 'on' : 'beside'));
    }
  });
  const badge = desk.querySelector('[data-badge="' + window.CSS.escape(chosen.item.slice(8)) + '"]');
  if (badge && chosen.item.indexOf('finding:') === 0) {
    badge.classList.add('on');
  }
}

function drawPanel() {
  emptied(panel);
  panel.setAttribute('aria-label', say('panel'));
  panel.append(scoreboard(), tabBar(), list);
  drawList();
}

function tabBar() {
  const bar = make('div', { class: 'tabs', role: 'tablist', 'aria-label': say('views') });
  TABS.forEach((tab, index) => {
    const on = tab === chosen.tab;
    const count = tabCount(tab);
    bar.append(
      make(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: 'tab-' + tab,
          'aria-selected': String(on),
          'aria-controls': 'list',
          tabindex: on ? '0' : '-1',
          title: String(index + 1),
          click: () => showTab(tab),
          keydown: (event) => moveTab(event, index),
        },
        say('tab-' + tab),
        count ? make('span', { class: 'count' }, String(count)) : null
      )
    );
  });
  return bar;
}

function tabCount(tab) {
  if (tab === 'findings') {
    return data.findings.length;
  }
  if (tab === 'checks') {
    return data.checks.length;
  }
  return tab === 'coverage' ? data.coverage.unexplained.length + data.coverage.heading_like.length : 0;
}

function moveTab(event, index) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  if (event.key in steps) {
    showTab(TABS[(index + steps[event.key] + TABS.length) % TABS.length]);
    document.getElementById('tab-' + chosen.tab).focus();
    event.preventDefault();
  }
}

function showTab(tab) {
  chosen.tab = tab;
  panel.replaceChild(tabBar(), panel.querySelector('.tabs'));
  drawList();
  list.scrollTop = 0;
}

function drawList() {
  emptied(list);
  list.setAttribute('aria-labelledby', 'tab-' + chosen.tab);
  const draw = { outline: drawOutline, findings: drawFindings, checks: drawChecks, coverage: drawCoverage, document: drawDocument };
  draw[chosen.tab](list);
  showSelected();
}

/** The whole in a few figures: what the report gives itself, what was found, what could be checked. */
function scoreboard() {
  const totals = data.totals;
  const own = totals.self ? totals.self.value : null;
  const top = totals.max ? totals.max.value : null;
  const verdicts = countVerdicts();
  const counts = { error: 0, warning: 0, note: 0 };
  data.findings.forEach((finding) => {
    counts[finding.severity] += 1;
  });
  const figure = make(
    'button',
    { type: 'button', class: 'total', click: () => select('totals:', 'panel'), 'aria-label': say('total-said', { self: own || '—', max: top || '—' }) },
    make('b', {}, own === null ? '—' : own),
    make('span', {}, top === null ? '' : '/ ' + top),
    make('small', {}, say(own === null && top === null ? 'total-none' : 'total-label'))
  );
  const chips = make('div', { class: 'chips' });
  ['error', 'warning', 'note'].forEach((severity) => {
    chips.append(
      make(
        'button',
        {
          type: 'button',
          class: 'chip ' + severity,
          click: () => {
            filters.severity = new Set([severity]);
            showTab('findings');
          },
        },
        make('b', {}, String(counts[severity])),
        ' ' + say('count-' + severity)
      )
    );
  });
  return make('div', { class: 'board' }, figure, make('div', { class: 'found' }, chips, verdictBar(verdicts)));
}

function countVerdicts() {
  const found = { holds: 0, fails: 0, unchecked: 0 };
  data.checks.forEach((check) => {
    found[outcome(check)] += 1;
  });
  return found;
}

function outcome(check) {
  return check.verdict === 'inconsistent' ? 'fails' : check.verdict === 'unchecked' ? 'unchecked' : 'holds';
}
