// The page of a batch: cards, two charts, and a table that draws the rows in sight.

const ROW = 46; // pixels of a row, as in the style
const COLUMNS = ['state', 'body', 'year', 'total', 'lost', 'findings', 'coverage'];
const RIGHT = ['year', 'total', 'lost'];
const LARGEST = ['total', 'lost', 'findings', 'year'];
const STATES = ['error', 'warning', 'agrees', 'unscored', 'failed'];
const BUCKETS = [0, 50, 60, 70, 75, 80, 85, 90, 92, 94, 96, 98, 100];
const view = { sort: 'state', down: false, query: '', state: '', bucket: -1, rows: [], on: 0 };

const hosted = document.getElementById('hosted') ? JSON.parse(document.getElementById('hosted').textContent) : null; // given by the desk

const rowsOf = data.rows.map((row, number) => {
  const share = row.max !== null && row.self !== null && Number(row.max) > 0 ? (Number(row.self) / Number(row.max)) * 100 : null;
  const text = [row.body, row.title, row.number, row.shown, row.region, row.reason].filter(Boolean).join('\n').toLowerCase();
  return Object.assign(row, { order: number, share: share, text: text });
});

function bucketOf(row) {
  if (row.share === null) {
    return -1;
  }
  let found = 0;
  BUCKETS.forEach((edge, index) => {
    if (row.share >= edge) {
      found = index;
    }
  });
  return found;
}

const KEYS_OF = {
  state: (row) => [STATES.indexOf(row.state), -row.findings[0], -row.findings[1]],
  body: (row) => [row.body || '\uffff', row.shown],
  year: (row) => [row.year === null ? -1 : row.year],
  total: (row) => [row.share === null ? -1 : row.share],
  lost: (row) => [row.lost === null ? -1 : Number(row.lost)],
  findings: (row) => row.findings,
  coverage: (row) => [row.coverage === null ? 2 : Number(row.coverage)],
};

function chooseRows() {
  const query = view.query.toLowerCase();
  view.rows = rowsOf
    .filter((row) => (!view.state || row.state === view.state) && (view.bucket < 0 || bucketOf(row) === view.bucket) && (!query || row.text.indexOf(query) >= 0))
    .sort(compared);
  view.on = 0;
  scroll.scrollTop = 0;
  drawRows();
  document.getElementById('shown').textContent = say('shown', { shown: view.rows.length, all: rowsOf.length });
}

function drawRow(row, index) {
  const name = row.body ? plain(row.body) : say('no-body');
  const under = plain(row.reason || [row.title, row.shown].filter(Boolean).join(' · '));
  const [error, warning, note] = row.findings;
  const counts = make('div', { role: 'cell', class: 'counts', 'aria-label': say('findings-said', { error: error, warning: warning, note: note }) });
  if (row.state !== 'failed') {
    [['error', error], ['warning', warning], ['note', note]].forEach(([kind, count]) => counts.append(make('span', { class: count ? kind : 'nil' }, String(count))));
  }
  const cover = make('div', { role: 'cell', class: 'cover' });
  if (row.coverage !== null) {
    cover.append(share(Number(row.coverage)), make('span', {}, (Number(row.coverage) * 100).toFixed(1).replace(/\.0$/, '') + '%'));
  }
  const total = make('div', { role: 'cell', class: 'number' }, row.self === null ? '' : row.self, row.max === null ? '' : make('em', {}, (row.self === null ? '' : ' ') + '/ ' + row.max));
  const links = make('div', { role: 'cell', class: 'links' });
  if (row.page) {
    links.append(make('a', { href: row.page, 'aria-label': say('open') + ' ' + name }, say('open')));
  }
  if (row.result) {
    links.append(make('a', { href: row.result, 'aria-label': say('json') + ' ' + name }, say('json')));
  }
  const made = make(
    'div',
    { role: 'row', class: 'row' + (index === view.on ? ' on' : ''), 'aria-rowindex': index + 2, 'data-row': index },
    make('div', { role: 'cell' }, make('span', { class: 'state ' + row.state }, say('state-' + row.state))),
    make('div', { role: 'cell', class: 'who', title: under }, row.page ? make('a', { href: row.page }, name) : make('b', {}, row.state === 'failed' ? plain(row.shown) : name), make('small', {}, under)),
    make('div', { role: 'cell', class: 'number' }, row.year === null ? '' : String(row.year)),
    total,
    make('div', { role: 'cell', class: 'number lost' }, row.lost === null || Number(row.lost) === 0 ? '' : '−' + row.lost),
    counts,
    cover,
    links
  );
  made.style.top = index * ROW + 'px';
  return made;
}

function share(part) {
  const bar = drawn('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  bar.append(drawn('rect', { x: 0, y: 0, width: 100, height: 6, class: 'track' }), drawn('rect', { x: 0, y: 0, width: Math.max(0, Math.min(100, part * 100)).toFixed(2), height: 6, class: 'fill' }));
  return bar;
}

function columnWords(name) {
  return say('col-' + name);
}

function drawCards() {
  const cards = make('div', { class: 'cards' });
  ['', ...STATES].forEach((state) => {
    const count = state ? rowsOf.filter((row) => row.state === state).length : rowsOf.length;
    if (state && !count && state !== 'error' && state !== 'agrees') {
      return;
    }
    cards.append(
      make(
        'button',
        {
          type: 'button',
          class: 'card ' + state,
          'aria-pressed': String(view.state === state),
          'data-state': state,
          click: () => {
            view.state = state;
            document.querySelectorAll('.card').forEach((card) => card.setAttribute('aria-pressed', String(card.dataset.state === state)));
            chooseRows();
          },
        },
        make('b', {}, String(count)),
        make('span', {}, say(state ? 'state-' + state : 'all'))
      )
    );
  });
  return cards;
}

function drawTotals() {
  const counts = BUCKETS.map(() => 0);
  rowsOf.forEach((row) => {
    const bucket = bucketOf(row);
    if (bucket >= 0) {
      counts[bucket] += 1;
    }
  });
  const chart = make('section', { class: 'chart' }, make('h2', {}, say('totals')));
  if (!counts.some(Boolean)) {
    chart.append(make('p', {}, say('totals-none')));
    return chart;
  }
  const most = Math.max.apply(null, counts);
  const bars = make('div', { class: 'bars' });
  const axis = make('div', { class: 'axis', 'aria-hidden': 'true' });
  counts.forEach((count, index) => {
    const to = index + 1 < BUCKETS.length ? BUCKETS[index + 1] : '';
    const bar = make('i', {});
    bar.style.height = count ? Math.max(3, (count / most) * 100) + '%' : '0';
    const label = say('bucket', { from: BUCKETS[index], to: to, count: count });
    bars.append(
      make(
        'button',
        {
          type: 'button',
          'aria-label': label,
          title: label,
          'aria-pressed': String(view.bucket === index),
          click: (event) => {
            view.bucket = view.bucket === index ? -1 : index;
            bars.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one === event.currentTarget && view.bucket >= 0)));
            chooseRows();
          },
        },
        make('small', { 'aria-hidden': 'true' }, count ? String(count) : ''),
        bar
      )
    );
    axis.append(make('span', {}, index === BUCKETS.length - 1 ? '≥100' : String(BUCKETS[index])));
  });
  chart.append(bars, axis, make('p', {}, say('totals-axis')));
  return chart;
}

function drawLosses() {
  const chart = make('section', { class: 'chart' }, make('h2', {}, say('losses')));
  const shown = data.losses.slice(0, 6);
  if (!shown.length) {
    chart.append(make('p', {}, say('losses-none')));
    return chart;
  }
  const most = Number(shown[0].points);
  const list = make('ul', { class: 'losing' });
  shown.forEach((loss) => {
    const said = say('loss', { item: loss.item, reports: loss.reports, points: loss.points });
    list.append(make('li', { title: said }, make('span', { class: 'name' }, plain(loss.item)), share(Number(loss.points) / most), make('b', {}, '−' + loss.points), make('small', {}, say('loss-reports', { count: loss.reports }))));
  });
  chart.append(list);
  if (data.items > shown.length) {
    chart.append(make('p', {}, say('losses-more', { count: data.items - shown.length })));
  }
  return chart;
}

function drawAll() {
  document.documentElement.lang = language === 0 ? 'zh-CN' : 'en';
  emptied(app);
  const search = make('input', { type: 'search', id: 'search', placeholder: say('search'), 'aria-label': say('search'), autocomplete: 'off', spellcheck: 'false' });
  search.value = view.query;
  search.addEventListener('input', later(() => {
    view.query = search.value.trim();
    chooseRows();
  }, 120));
  const failed = rowsOf.filter((row) => row.state === 'failed').length;
  const clear = () => {
    Object.assign(view, { query: '', state: '', bucket: -1 });
    drawAll();
  };
  emptied(scroll).append(body);
  app.append(
    make(
      'div',
      { class: 'page' },
      make(
        'header',
        { class: 'bar' },
        make('div', { class: 'seal', 'aria-hidden': 'true' }, ...Array.from(data.words.brand[0]).map((char) => make('span', {}, char))),
        make('div', { class: 'headline' }, make('h1', {}, say('title')), make('p', {}, say('subtitle', { reports: rowsOf.length - failed, failed: failed }))),
        make('div', { class: 'seek', role: 'search' }, search),
        make(
          'div',
          { class: 'tools' },
          hosted ? make('a', { class: 'tool', href: hosted.desk }, say('desk')) : null,
          make('a', { class: 'tool', href: 'summary.xlsx' }, say('workbook')),
          make('button', { type: 'button', class: 'tool', id: 'lang', lang: language === 0 ? 'en' : 'zh-CN', click: changeLanguage }, data.words.language[1 - language])
        )
      ),
      make(
        'main',
        { class: 'content' },
        drawCards(),
        make('div', { class: 'charts' }, drawTotals(), drawLosses()),
        make(
          'div',
          { class: 'frame' },
          make('div', { role: 'table', 'aria-label': say('table'), 'aria-rowcount': rowsOf.length + 1, class: 'table', id: 'table' }, drawHead(), scroll),
          make('div', { class: 'foot' }, make('span', { id: 'shown', role: 'status' }), make('button', { type: 'button', id: 'clear', click: clear }, say('clear')))
        )
      ),
      make('div', { id: 'told', role: 'status' })
    )
  );
  chooseRows();
}

window.addEventListener('beforeprint', () => {
  emptied(body);
  view.rows.forEach((row, index) => body.append(drawRow(row, index)));
});
window.addEventListener('afterprint', drawRows);
drawAll();
