// Search: what stands in the document is shown in place, what stands in the panel's lists is left in them.

const searching = { query: '', hits: [], at: -1 };
const MOST_HITS = 500;

function clearHits() {
  const touched = new Set();
  if (data.paged) {
    desk.querySelectorAll('.hits').forEach((layer) => layer.remove());
  } else {
    searching.hits.forEach((hit) => paragraphsOf(hit.at).forEach((index) => touched.add(index)));
  }
  searching.hits = [];
  searching.at = -1;
  return touched;
}

function search(query) {
  const touched = clearHits();
  searching.query = query.trim();
  const wanted = searching.query.toLowerCase();
  const text = data.text.toLowerCase();
  if (wanted && text.length === data.text.length) {
    let from = text.indexOf(wanted);
    while (from >= 0 && searching.hits.length < MOST_HITS) {
      searching.hits.push({ at: [from, from + wanted.length], kinds: new Set(['hit']), items: [], elements: [] });
      from = text.indexOf(wanted, from + wanted.length);
    }
  }
  if (data.paged) {
    drawHits();
  } else {
    searching.hits.forEach((hit) => paragraphsOf(hit.at).forEach((index) => touched.add(index)));
    touched.forEach((index) => setParagraph(index));
  }
  drawList();
  showHit(0);
}

function drawHits() {
  desk.querySelectorAll('.hits').forEach((layer) => layer.remove());
  const layers = new Map();
  searching.hits.forEach((hit, number) => {
    boxes(hit.at, 12).forEach((box) => {
      const sheet = sheets[box.page - 1];
      if (!layers.has(sheet)) {
        layers.set(sheet, make('div', { class: 'hits' }));
        sheet.element.append(layers.get(sheet));
      }
      const element = make('div', { class: 'hit', 'data-hit': number });
      positioned(element, sheet, box);
      layers.get(sheet).append(element);
    });
  });
}

function showHit(step) {
  const count = searching.hits.length;
  const place = document.getElementById('hits');
  desk.querySelectorAll('.hit-now').forEach((one) => one.classList.remove('hit-now'));
  if (!searching.query) {
    place.textContent = '';
    return;
  }
  if (!count) {
    place.textContent = say('hits-none');
    return;
  }
  searching.at = (Math.max(searching.at, 0) + step + count) % count;
  const hit = searching.hits[searching.at];
  place.textContent = searching.at + 1 + ' / ' + count + (count === MOST_HITS ? '+' : '');
  reveal(hit.at);
  const shown = data.paged ? desk.querySelectorAll('[data-hit="' + searching.at + '"]') : hit.elements.filter((one) => one.isConnected);
  shown.forEach((one) => one.classList.add('hit-now'));
  if (!data.paged && shown.length) {
    shown[0].scrollIntoView({ block: 'center' });
  }
}
