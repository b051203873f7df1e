// The page as a whole: the bar above, the two sides, print.

function drawBar() {
  const title = data.document.find((one) => one.field === 'title');
  const parts = ['issuers', 'number', 'date'].map((field) => data.document.find((one) => one.field === field)).filter(Boolean);
  const under = parts.map((one) => one.values.join(say('list'))).concat(data.source.name);
  const searchBox = make('input', { type: 'search', id: 'search', placeholder: say('search'), 'aria-label': say('search'), autocomplete: 'off', spellcheck: 'false' });
  searchBox.value = searching.query;
  const run = later(() => search(searchBox.value), 160);
  searchBox.addEventListener('input', run);
  searchBox.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      showHit(event.shiftKey ? -1 : 1);
      event.preventDefault();
    }
  });
  const chooser = make('input', { type: 'file', accept: '.json,application/json', id: 'import', class: 'unseen', tabindex: '-1', 'aria-label': say('import') });
  chooser.addEventListener('change', () => {
    if (chooser.files.length) {
      importDecisions(chooser.files[0]);
      chooser.value = '';
    }
  });
  return make(
    'header',
    { class: 'bar' },
    make('div', { class: 'seal', 'aria-hidden': 'true' }, ...Array.from(data.words.brand[0]).map((char) => make('span', {}, char))),
    make('div', { class: 'headline' }, make('h1', {}, title ? plain(title.values[0]) : plain(data.source.name)), make('p', {}, plain(under.join(' · ')))),
    make('div', { class: 'seek', role: 'search' }, searchBox, make('span', { id: 'hits', role: 'status' })),
    make(
      'div',
      { class: 'tools' },
      data.batch ? make('a', { class: 'tool', href: data.batch }, say('batch')) : null,
      ...host.tools(),
      make('button', { type: 'button', class: 'tool', id: 'export', click: exportDecisions }, say('export')),
      make('button', { type: 'button', class: 'tool', id: 'import-button', click: () => chooser.click() }, say('import')),
      chooser,
      make('button', { type: 'button', class: 'tool', click: () => window.print() }, say('print')),
      make('button', { type: 'button', class: 'tool', id: 'lang', lang: language === 0 ? 'en' : 'zh-CN', click: changeLanguage }, data.words.language[1 - language]),
      make('button', { type: 'button', class: 'tool', id: 'help-button', 'aria-label': say('help'), title: say('help'), click: () => showHelp(true) }, '?')
    )
  );
}

function drawDeskBar() {
  return make(
    'div',
    { class: 'desk-bar' },
    make('span', { id: 'page-now' }),
    make('span', { id: 'progress' }),
    make(
      'span',
      { class: 'zoom', role: 'group', 'aria-label': say('zoom') },
      make('button', { type: 'button', 'aria-label': say('zoom-out'), title: say('zoom-out'), click: () => zoom(1 / 1.15) }, '−'),
      make('button', { type: 'button', click: () => zoom(0) }, say('zoom-fit')),
      make('button', { type: 'button', 'aria-label': say('zoom-in'), title: say('zoom-in'), click: () => zoom(1.15) }, '+')
    )
  );
}

/** Which page is in sight. */
function drawPlace() {
  const place = document.getElementById('page-now');
  place.textContent = data.paged ? say('page-of', { page: pageInSight(), pages: sheets.length }) : plain(data.source.name);
}

/** How many findings are decided. */
function drawProgress() {
  const settled = data.findings.filter((one) => decisionOn(one.id) && decisionOn(one.id).state !== 'noted').length;
  const gone = data.decisions ? data.decisions.gone : 0;
  document.getElementById('progress').textContent =
    (data.findings.length ? say('progress', { decided: settled, all: data.findings.length }) : '') + (gone ? ' · ' + say('progress-gone', { count: gone }) : '');
}

function redrawAll() {
  document.documentElement.lang = language === 0 ? 'zh-CN' : 'en';
  const top = desk.scrollTop;
  marks.forEach((mark) => {
    mark.elements = [];
  });
  emptied(app);
  desk.setAttribute('aria-label', say('desk'));
  app.append(
    make('a', { class: 'skip', href: '#list' }, say('skip')),
    drawBar(),
    make('div', { class: 'sides' }, make('div', { class: 'left' }, drawDeskBar(), desk), panel),
    make('div', { id: 'told', role: 'status' })
  );
  drawPanel();
  layOut();
  if (searching.hits.length && data.paged) {
    drawHits();
  }
  desk.scrollTop = top;
  drawPlace();
  drawProgress();
  showSelected();
}

function changeLanguage() {
  language = 1 - language;
  redrawAll();
  document.getElementById('lang').focus();
}

/** For the printer: all pages with their marks, and the findings as a list. */
function printed() {
  const before = document.getElementById('printed');
  if (before) {
    before.remove();
  }
  sheets.forEach((sheet) => data.paged && fillSheet(sheet));
  const rows = make('ol', {});
  data.findings.forEach((finding) => {
    const decided = decisionOn(finding.id);
    const check = finding.check && finding.shows ? checkById.get(finding.check) : null;
    rows.append(
      make(
        'li',
        { class: finding.severity },
        make('b', {}, say('severity-' + finding.severity) + ' · ' + told(data.rules[finding.rule].title)),
        make('p', {}, told(finding.message)),
        make('p', { class: 'where' }, [sectionName(finding.section), placeOf(finding.evidence)].filter(Boolean).join(' · ')),
        check && told(check.equation) ? make('code', {}, told(check.equation)) : null,
        decided ? make('p', {}, [say('state-' + decided.state), decided.value, decided.reason, decided.comment, decided.by, decided.at].filter(Boolean).map(plain).join(' · ')) : null
      )
    );
  });
  app.append(make('section', { id: 'printed' }, make('h2', {}, say('tab-findings')), data.findings.length ? rows : make('p', {}, say('no-findings'))));
}

recall();
gatherMarks();
redrawAll();
if (data.decisions && data.decisions.wrong) {
  tell(told(data.decisions.wrong));
}
desk.addEventListener('click', clicked);
desk.addEventListener('scroll', later(drawPlace, 80), { passive: true });
document.addEventListener('keydown', pressed);
window.addEventListener('resize', later(() => fit(), 120));
window.addEventListener('beforeprint', printed);
