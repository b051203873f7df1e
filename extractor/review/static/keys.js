// The keyboard: one hand reads through all findings.

function listItems() {
  return Array.from(list.querySelectorAll('[data-item]')).filter((one) => one.offsetParent !== null);
}

/** The next or previous item of the list. */
function step(by) {
  const items = listItems();
  if (!items.length) {
    return;
  }
  const at = items.findIndex((one) => one.dataset.item === chosen.item);
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.max(0, Math.min(items.length - 1, at + by));
  select(items[next].dataset.item, 'panel');
  itemElement(items[next].dataset.item).focus({ preventScroll: true });
}

/** The next or previous finding that is shown, whatever the list shows. */
function stepFinding(by) {
  const shown = data.findings.filter(findingShown);
  if (!shown.length) {
    tell(say('no-findings'));
    return;
  }
  const at = shown.findIndex((one) => 'finding:' + one.id === chosen.item);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
  select('finding:' + shown[next].id, 'panel');
  itemElement(chosen.item).focus({ preventScroll: true });
}

/** From an item to its place in the document, and from a badge back to its item. */
function across() {
  const badge = document.activeElement && document.activeElement.closest('[data-badge]');
  if (badge) {
    select('finding:' + badge.dataset.badge, 'document');
    itemElement(chosen.item).focus({ preventScroll: true });
    return;
  }
  if (!chosen.item) {
    return;
  }
  select(chosen.item, 'panel');
  const target = desk.querySelector('[data-badge="' + window.CSS.escape(chosen.item.slice(chosen.item.indexOf(':') + 1)) + '"]') || desk;
  target.focus({ preventScroll: true });
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => stepFinding(1),
  p: () => stepFinding(-1),
  '/': () => document.getElementById('search').focus(),
  '?': () => showHelp(true),
  a: () => decideByKey('accepted'),
  r: () => decideByKey('rejected'),
  c: () => decideByKey('noted'),
  e: () => decideByKey('corrected'),
  '+': () => zoom(1.15),
  '=': () => zoom(1.15),
  '-': () => zoom(1 / 1.15),
  0: () => zoom(0),
};

function decideByKey(state) {
  const finding = chosen.item && chosen.item.indexOf('finding:') === 0 ? findingById.get(chosen.item.slice(8)) : null;
  if (!finding) {
    tell(say('choose-first'));
    return;
  }
  if (!itemElement(chosen.item)) {
    select(chosen.item, 'panel');
  }
  beginDecision(finding, state);
}

function pressed(event) {
  const target = event.target;
  const typing = target.closest && target.closest('input, textarea, select');
  if (event.key === 'Escape') {
    showHelp(false);
    if (typing && target.id === 'search') {
      target.value = '';
      search('');
      target.blur();
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  if (event.key === 'Enter') {
    if (target.closest && target.closest('button:not([data-badge]), summary, a')) {
      return;
    }
    across();
    event.preventDefault();
    return;
  }
  if (/^[1-5]$/.test(event.key)) {
    showTab(TABS[Number(event.key) - 1]);
    event.preventDefault();
    return;
  }
  if (event.key in KEYS) {
    KEYS[event.key]();
    event.preventDefault();
  }
}

const HELP = [
  ['j k', 'help-list'],
  ['n p', 'help-findings'],
  ['Enter', 'help-across'],
  ['1 – 5', 'help-tabs'],
  ['/', 'help-search'],
  ['a r e c', 'help-decide'],
  ['+ − 0', 'help-zoom'],
  ['?', 'help-help'],
  ['Esc', 'help-escape'],
];

/** The help, as a dialog that keeps the keyboard while it is open. */
function showHelp(on) {
  const before = document.getElementById('help');
  if (before) {
    before.remove();
    if (showHelp.from && showHelp.from.isConnected) {
      showHelp.from.focus();
    }
  }
  if (!on) {
    return;
  }
  showHelp.from = document.activeElement;
  const table = make('dl', {});
  HELP.forEach(([keys, id]) => table.append(make('dt', {}, ...keys.split(' ').map((key) => make('kbd', {}, key))), make('dd', {}, say(id))));
  const legend = make('ul', { class: 'legend' });
  ['error', 'warning', 'note', 'score', 'deduction', 'figure', 'unexplained'].forEach((kind) =>
    legend.append(make('li', {}, make('span', { class: 'mark m-' + kind }, '123'), ' ' + say('legend-' + kind)))
  );
  const close = make('button', { type: 'button', class: 'main', click: () => showHelp(false) }, say('close'));
  const box = make(
    'div',
    { class: 'veil', id: 'help', click: (event) => event.target === event.currentTarget && showHelp(false) },
    make('div', { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': say('help') }, make('h2', {}, say('help')), table, make('h3', {}, say('legend')), legend, make('p', {}, say('help-kept')), close)
  );
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') {
      event.preventDefault();
      close.focus();
    } else if (event.key === 'Escape') {
      showHelp(false);
    }
    event.stopPropagation();
  });
  app.append(box);
  close.focus();
}
