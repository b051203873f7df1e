// The desk: a place to drop files, how far they are, and a table that draws the rows in sight.

const ROW = 52; // pixels of a row, as in the style
const BUSY = 700; // milliseconds between two looks while something is being read
const IDLE = 4000;
const STATES = ['reading', 'error', 'warning', 'agrees', 'unscored', 'failed', 'opened'];
const COLUMNS = ['order', 'state', 'body', 'total', 'findings', 'settled'];
const RIGHT = ['order', 'total', 'settled'];
const LARGEST = ['total', 'findings'];
const inputs = new Map();
const view = { sort: 'order', down: false, query: '', state: '', rows: [], on: -1, lost: '', timer: 0, now: 0, known: false, focused: true };

/** The state that is shown: of a report, what was found in it. */
function stateOf(one) {
  if (one.state === 'waiting' || one.state === 'reading') {
    return 'reading';
  }
  return one.row ? one.row.state : one.state;
}

function textOf(one) {
  const row = one.row || {};
  return [one.shown, row.body, row.title, row.number, row.region].concat(one.also).filter(Boolean).join('\n').toLowerCase();
}

const KEYS_OF = {
  order: (one) => [one.order],
  state: (one) => [STATES.indexOf(stateOf(one)), one.row ? -one.row.findings[0] : 0],
  body: (one) => [(one.row && one.row.body) || '\uffff', one.shown],
  total: (one) => [one.row && one.row.self !== null ? Number(one.row.self) / (Number(one.row.max) || 100) : -1],
  findings: (one) => (one.row ? one.row.findings : [-1, -1, -1]),
  settled: (one) => [one.findings ? one.settled / one.findings : -1],
};

function chooseRows() {
  const query = view.query.toLowerCase();
  view.rows = Array.from(inputs.values())
    .filter((one) => (!view.state || stateOf(one) === view.state) && (!query || textOf(one).indexOf(query) >= 0))
    .sort(compared);
  drawRows();
  document.getElementById('shown').textContent = say('shown', { shown: view.rows.length, all: inputs.size });
}

function drawRow(one, index) {
  const state = stateOf(one);
  const row = one.row || { findings: [0, 0, 0], max: null, self: null };
  const name = row.body ? plain(row.body) : plain(one.shown);
  const also = one.also.length ? say('serve-also', { names: one.also.slice(0, 3).join(say('serve-comma')), count: one.also.length }) : '';
  const inside = one.state === 'opened' ? say('serve-members', { count: one.members, passed: one.passed }) : '';
  const under = [one.reason ? plain(one.reason[language]) : '', row.body ? plain([row.title, one.shown].filter(Boolean).join(' · ')) : plain(row.title || ''), inside, also].filter(Boolean).join(' · ');
  const counts = make('div', { role: 'cell', class: 'counts' });
  if (one.row) {
    counts.setAttribute('aria-label', say('findings-said', { error: row.findings[0], warning: row.findings[1], note: row.findings[2] }));
    ['error', 'warning', 'note'].forEach((kind, at) => counts.append(make('span', { class: row.findings[at] ? kind : 'nil' }, String(row.findings[at]))));
  }
  const label = one.state === 'reading' ? say('serve-state-now') : knows('state-' + state) ? say('state-' + state) : say('serve-state-' + state);
  const made = make(
    'div',
    { role: 'row', class: 'row' + (index === view.on ? ' on' : ''), 'aria-rowindex': index + 2, 'data-row': index, 'data-id': one.id },
    make('div', { role: 'cell', class: 'number order' }, String(one.order)),
    make('div', { role: 'cell' }, make('span', { class: 'state ' + (one.state === 'reading' ? 'now' : state) }, label)),
    make('div', { role: 'cell', class: 'who', title: under }, one.page ? make('a', { href: one.page, 'data-act': 'name' }, name) : make('b', {}, name), make('small', {}, under || ' ')),
    make('div', { role: 'cell', class: 'number' }, row.self === null ? '' : row.self, row.max === null ? '' : make('em', {}, (row.self === null ? '' : ' ') + '/ ' + row.max)),
    counts,
    make('div', { role: 'cell', class: 'number' + (one.findings && one.settled === one.findings ? ' settled' : '') }, one.row && one.findings ? one.settled + ' / ' + one.findings : ''),
    make('div', { role: 'cell', class: 'links' }, ...linksOf(one, name))
  );
  made.style.top = index * ROW + 'px';
  return made;
}

/** What can be done with an input: open it, take something home, try again, take it off the desk. */
function linksOf(one, name) {
  const links = [];
  const act = (id, words, click) => links.push(make('button', { type: 'button', 'data-act': id, 'aria-label': words + ' ' + name, click: click }, words));
  if (one.page) {
    links.push(make('a', { href: one.page, class: 'open', 'data-act': 'open', 'aria-label': say('open') + ' ' + name }, say('open')));
    const correct = one.row.findings[0] + one.row.findings[1] > 0;
    ['annotated.pdf', 'letter.docx', 'working-paper.xlsx'].forEach((paper) => {
      if (one.papers.indexOf(paper) >= 0 && (correct || paper !== 'letter.docx')) {
        act(paper, say('serve-short-' + paper), () => save('files/' + one.id + '/' + paper));
      }
    });
    act('json', say('json'), () => save(one.result));
  }
  if (one.state === 'failed' && one.kept) {
    act('again', say('serve-again'), () => post('files/' + one.id + '/again', {}).then(pollSoon, (error) => tell(error.message)));
  }
  if (one.state !== 'waiting' && one.state !== 'reading') {
    links.push(make('button', { type: 'button', class: 'remove', 'data-act': 'remove', title: say('serve-remove'), 'aria-label': say('serve-remove') + ' ' + name, click: () => confirmRemoval(one, name) }, '×'));
  }
  return links;
}

function columnWords(name) {
  return knows('col-' + name) ? say('col-' + name) : say('serve-col-' + name);
}

function drawCards() {
  const cards = emptied(document.getElementById('cards'));
  const counts = {};
  inputs.forEach((one) => {
    counts[stateOf(one)] = (counts[stateOf(one)] || 0) + 1;
  });
  ['', ...STATES].forEach((state) => {
    const count = state ? counts[state] || 0 : inputs.size;
    if (state && !count && ['error', 'warning', 'agrees'].indexOf(state) < 0 && view.state !== state) {
      return;
    }
    const click = () => {
      view.state = state;
      scroll.scrollTop = 0;
      drawCards();
      chooseRows();
      const now = document.querySelector('[data-state="' + state + '"]');
      now.focus();
    };
    const words = state === '' ? say('serve-all') : knows('state-' + state) ? say('state-' + state) : say('serve-state-' + state);
    cards.append(make('button', { type: 'button', class: 'card ' + state, 'aria-pressed': String(view.state === state), 'data-state': state, click: click }, make('b', {}, String(count)), make('span', {}, words)));
  });
}

/** How far sending and reading are. */
function drawFlow() {
  const all = Array.from(inputs.values());
  const open = all.filter((one) => stateOf(one) === 'reading').length;
  if (open) {
    view.batch = Math.max(view.batch || 0, open);
  } else {
    view.batch = 0;
  }
  const flow = emptied(document.getElementById('flow'));
  const bar = (id, part, words) => {
    const line = make('div', { class: 'flow', id: id }, make('span', {}, words), make('div', { class: 'track', role: 'progressbar', 'aria-label': words, 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': String(Math.round(part * 100)) }, make('i', {})));
    line.querySelector('i').style.width = (part * 100).toFixed(1) + '%';
    flow.append(line);
  };
  if (isSending()) {
    bar('sending', sentShare(), say('serve-sending', { done: sending.done, all: sending.files }));
  }
  if (open) {
    bar('reading', (view.batch - open) / view.batch, say('serve-reading', { done: view.batch - open, all: view.batch }));
  }
  if (view.lost) {
    flow.append(make('p', { class: 'lost-server', role: 'alert' }, view.lost));
  }
  if (sending.refused.length) {
    const list = make('ul', {});
    sending.refused.slice(0, 200).forEach((one) => list.append(make('li', {}, one())));
    const close = () => {
      sending.refused = [];
      drawFlow();
    };
    flow.append(make('section', { class: 'refused', 'aria-label': say('serve-refused-files', { count: sending.refused.length }) }, make('h2', {}, say('serve-refused-files', { count: sending.refused.length })), make('button', { type: 'button', class: 'close', 'aria-label': say('serve-close'), click: close }, '×'), list));
  }
}

function sendingChanged() {
  if (document.getElementById('flow')) {
    drawFlow();
  }
}

function drawSubtitle() {
  const read = Array.from(inputs.values()).filter((one) => one.row).length;
  document.getElementById('subtitle').textContent = inputs.size ? say('serve-subtitle', { reports: read, folder: data.folder }) : say('serve-subtitle-empty', { folder: data.folder });
  document.querySelector('.page').classList.toggle('bare', view.known && !inputs.size && !isSending());
  document.querySelector('.page').classList.toggle('known', view.known);
}

/** A chooser of files, and what opens it. */
function chooser(id, folder) {
  const input = make('input', { type: 'file', multiple: true, webkitdirectory: folder, id: id, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true', 'aria-label': say('serve-' + id) });
  input.addEventListener('change', () => {
    hand(chosenFiles(input.files));
    input.value = '';
  });
  return [make('button', { type: 'button', class: folder ? 'second' : 'main', 'data-choose': id, click: () => input.click() }, say('serve-' + id)), input];
}

function drawAll() {
  document.documentElement.lang = language === 0 ? 'zh-CN' : 'en';
  emptied(app);
  emptied(scroll).append(body);
  const search = make('input', { type: 'search', id: 'search', placeholder: say('serve-search'), 'aria-label': say('serve-search'), autocomplete: 'off', spellcheck: 'false' });
  search.value = view.query;
  search.addEventListener('input', later(() => {
    view.query = search.value.trim();
    scroll.scrollTop = 0;
    chooseRows();
  }, 120));
  const clear = () => {
    Object.assign(view, { query: '', state: '' });
    drawAll();
  };
  const leaf = drawn('svg', { viewBox: '0 0 48 48', 'aria-hidden': 'true' });
  leaf.append(drawn('path', { d: 'M13 5h15l9 9v29H13z', class: 'sheet' }), drawn('path', { d: 'M28 5v9h9', class: 'fold' }), drawn('path', { d: 'M25 36V22m-6 6 6-6 6 6', class: 'arrow' }));
  app.append(
    make(
      'div',
      { class: 'page desk-page' },
      make(
        'header',
        { class: 'bar' },
        make('div', { class: 'seal', 'aria-hidden': 'true' }, ...Array.from(data.words.brand[0]).map((char) => make('span', {}, char))),
        make('div', { class: 'headline' }, make('h1', {}, say('serve-title')), make('p', { id: 'subtitle' })),
        make('div', { class: 'seek', role: 'search' }, search),
        make(
          'div',
          { class: 'tools' },
          make('a', { class: 'tool', href: 'index.html' }, say('serve-overview')),
          make('button', { type: 'button', class: 'tool', id: 'workbook', click: () => save('summary.xlsx') }, say('workbook')),
          make('button', { type: 'button', class: 'tool', id: 'lang', lang: language === 0 ? 'en' : 'zh-CN', click: changeLanguage }, data.words.language[1 - language])
        )
      ),
      make(
        'main',
        { class: 'content' },
        make(
          'section',
          { class: 'drop', 'aria-label': say('serve-drop') },
          leaf,
          make('div', { class: 'invite' }, make('h2', {}, say('serve-drop')), make('p', {}, say('serve-drop-about', { limit: Math.floor(data.largest / 1048576) }))),
          make('div', { class: 'choose' }, ...chooser('choose-files', false), ...chooser('choose-folder', true)),
          make('p', { class: 'promise' }, say('serve-promise'))
        ),
        make('div', { id: 'flow', 'aria-live': 'polite' }),
        make('div', { class: 'cards', id: 'cards' }),
        make(
          'div',
          { class: 'frame' },
          make('div', { role: 'table', 'aria-label': say('table'), class: 'table', id: 'table' }, drawHead(), scroll),
          make('div', { class: 'foot' }, make('span', { id: 'shown', role: 'status' }), make('button', { type: 'button', id: 'clear', click: clear }, say('clear')))
        )
      ),
      make('div', { id: 'told', role: 'status' })
    )
  );
  drawCards();
  drawFlow();
  drawSubtitle();
  chooseRows();
}

/** Asks before an input is taken off the desk. */
function confirmRemoval(one, name) {
  const close = () => {
    box.remove();
    chooseRows();
  };
  const away = () =>
    ask('files/' + one.id, { method: 'DELETE' })
      .then(() => {
        close();
        pollSoon();
      })
      .catch((error) => {
        close();
        tell(error.message);
      });
  const no = make('button', { type: 'button', class: 'second', click: close }, say('serve-no'));
  const yes = make('button', { type: 'button', class: 'main', id: 'yes', click: away }, say('serve-remove'));
  const box = make('div', { class: 'veil', click: (event) => event.target === event.currentTarget && close() }, make('div', { class: 'dialog', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': say('serve-remove') }, make('h2', {}, say('serve-remove-ask', { name: name })), make('p', {}, say('serve-remove-about')), make('div', { class: 'choose' }, yes, no)));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      (document.activeElement === yes ? no : yes).focus();
    }
    event.stopPropagation();
  });
  app.append(box);
  no.focus();
}

/** Takes over what has changed since the last look. */
function takeOver(found) {
  if (found.now < view.now) {
    inputs.clear(); // another server, that began anew
  }
  view.now = found.now;
  view.known = true;
  found.removed.forEach((id) => inputs.delete(id));
  found.changed.forEach((one) => inputs.set(one.id, one));
  if (found.changed.length || found.removed.length) {
    drawCards();
    chooseRows();
  }
}

function poll() {
  window.clearTimeout(view.timer);
  ask('state?since=' + view.now)
    .then((answer) => answer.json())
    .then((found) => {
      view.lost = '';
      takeOver(found);
    })
    .catch((error) => {
      view.lost = error.message;
    })
    .then(() => {
      drawFlow();
      drawSubtitle();
      const busy = isSending() || Array.from(inputs.values()).some((one) => stateOf(one) === 'reading');
      window.clearTimeout(view.timer);
      view.timer = window.setTimeout(poll, busy ? BUSY : IDLE);
    });
}

function pollSoon() {
  window.clearTimeout(view.timer);
  view.timer = window.setTimeout(poll, 60);
}

// Files may be dropped anywhere on the page; what is no file goes its own way.
let hovering = 0;
function hover(on) {
  document.querySelector('.page').classList.toggle('hovered', on);
}
['dragenter', 'dragover', 'dragleave', 'drop'].forEach((kind) =>
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer || Array.from(event.dataTransfer.types).indexOf('Files') < 0) {
      return;
    }
    event.preventDefault();
    hovering = kind === 'drop' ? 0 : hovering + (kind === 'dragenter' ? 1 : kind === 'dragleave' ? -1 : 0);
    hover(hovering > 0);
    if (kind === 'drop') {
      droppedFiles(event.dataTransfer).then(hand);
    }
  })
);
window.addEventListener('beforeunload', (event) => {
  if (isSending()) {
    event.preventDefault();
    event.returnValue = '';
  }
});
drawAll();
poll();
