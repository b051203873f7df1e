// Small drawings: where points were lost, how the checks ended, how much was accounted for.

const LARGEST = 7; // items that the chart of losses names

/** Bars of the items that lost most points, the longest first. */
function lossChart() {
  const losses = data.losses.slice().sort((a, b) => Number(b.lost) - Number(a.lost));
  if (!losses.length || searching.query) {
    return null;
  }
  const shown = losses.slice(0, LARGEST);
  const most = Number(shown[0].lost) || 1;
  const box = make('figure', { class: 'losses' }, make('figcaption', {}, say('losses'), make('small', {}, say('losses-count', { count: losses.length }))));
  const rows = make('ul', {});
  shown.forEach((loss) => {
    const bar = drawn('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true', class: 'bar' });
    bar.append(drawn('rect', { x: 0, y: 0, width: 100, height: 8, class: 'track' }));
    bar.append(drawn('rect', { x: 0, y: 0, width: Math.max(1.5, (Number(loss.lost) / most) * 100).toFixed(2), height: 8, class: 'fill' }));
    const name = loss.section ? sectionById.get(loss.section).label + loss.name : loss.name || say('no-reason');
    rows.append(
      make(
        'li',
        {},
        make(
          'button',
          { type: 'button', title: plain(name), click: () => (loss.section ? select('section:' + loss.section, 'panel') : loss.at && showFigure(loss.at)) },
          make('span', { class: 'name' }, plain(name)),
          bar,
          make('b', {}, '−' + loss.lost)
        )
      )
    );
  });
  box.append(rows);
  if (losses.length > shown.length) {
    box.append(make('p', { class: 'more' }, say('losses-more', { count: losses.length - shown.length })));
  }
  return box;
}

/** One bar for all checks: hold, fail, could not be decided. */
function verdictBar(counts) {
  const all = counts.holds + counts.fails + counts.unchecked;
  const text = say('verdicts', counts);
  const bar = drawn('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'verdicts', role: 'img', 'aria-label': text });
  let x = 0;
  ['holds', 'fails', 'unchecked'].forEach((name) => {
    const width = all ? (counts[name] / all) * 100 : 0;
    bar.append(drawn('rect', { x: x.toFixed(2), y: 0, width: width.toFixed(2), height: 6, class: name }));
    x += width;
  });
  return make('button', { type: 'button', class: 'bar-button', click: () => showTab('checks') }, bar, make('span', { class: 'legend' }, text));
}

function meter(share) {
  const bar = drawn('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', class: 'meter', 'aria-hidden': 'true' });
  bar.append(drawn('rect', { x: 0, y: 0, width: 100, height: 6, class: 'track' }));
  bar.append(drawn('rect', { x: 0, y: 0, width: (Math.min(1, share) * 100).toFixed(2), height: 6, class: 'fill' }));
  return bar;
}
