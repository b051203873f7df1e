// The document as it looks: printed pages with their words laid over them, or paragraphs set as a page. Spans are [start, end) in data.text.

const desk = make('main', { class: 'desk', id: 'desk', tabindex: '-1' });
const sheets = [];
const zooming = { fit: true, factor: 1 };
const NARROWEST = 12; // tenths of a point that a mark is wide at least

function slice(span) {
  return plain(data.text.slice(span[0], span[1]));
}

/** A piece of a set text with the spaces that the source has and the normalised text has not. */
function spaced(span) {
  let text = '';
  let from = span[0];
  for (let index = lastBefore(data.gaps, span[0], (gap) => gap) + 1; index < data.gaps.length && data.gaps[index] < span[1]; index += 1) {
    text += slice([from, data.gaps[index]]) + ' ';
    from = data.gaps[index];
  }
  return text + slice([from, span[1]]);
}

/** The last of `list` whose `start(item)` is not after `offset`; -1 where there is none. */
function lastBefore(list, offset, start) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(list[middle]) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

const runStart = (run) => run[1];
const paragraphStart = (paragraph) => paragraph.at[0];

/** Where a span is printed: {page, x, y, w, h} in tenths of a point, one a run; no more than `most`. */
function boxes(span, most) {
  const found = [];
  for (let index = Math.max(0, lastBefore(data.runs, span[0], runStart)); index < data.runs.length; index += 1) {
    const run = data.runs[index];
    const [page, start, top, height, left] = run;
    if (start >= span[1] || found.length >= (most || 400)) {
      break;
    }
    const length = run.length - 5;
    if (start + length <= span[0]) {
      continue;
    }
    let x = left;
    let width = 0;
    for (let unit = 0; unit < length && start + unit < span[1]; unit += 1) {
      if (start + unit < span[0]) {
        x += run[5 + unit];
      } else {
        width += run[5 + unit];
      }
    }
    const last = found[found.length - 1];
    if (last && last.page === page && last.y === top && x >= last.x && x - last.x - last.w < height * 2) {
      last.w = x + width - last.x;
      last.h = Math.max(last.h, height);
    } else {
      found.push({ page: page, x: x, y: top, w: Math.max(width, NARROWEST), h: height });
    }
  }
  return found;
}

/** The indices of the paragraphs that a span stands in. */
function paragraphsOf(span) {
  const found = [];
  for (let index = Math.max(0, lastBefore(data.paragraphs, span[0], paragraphStart)); index < data.paragraphs.length; index += 1) {
    const at = data.paragraphs[index].at;
    if (at[0] >= span[1] && index > 0 && at[0] !== span[0]) {
      break;
    }
    if (at[1] > span[0] || at[0] === span[0]) {
      found.push(index);
    }
  }
  return found;
}

/** Where spans stand, for a person: pages, lines or paragraphs. */
function placeOf(spans) {
  const numbers = new Set();
  let sheet = '';
  for (const span of spans) {
    if (data.paged) {
      boxes(span).forEach((box) => numbers.add(box.page));
    } else {
      for (const index of paragraphsOf(span).slice(0, 60)) {
        numbers.add(data.paragraphs[index].number);
        sheet = sheet || data.paragraphs[index].sheet || '';
      }
    }
  }
  if (numbers.size === 0) {
    return '';
  }
  const sorted = Array.from(numbers).sort((a, b) => a - b);
  const shown = [];
  for (let index = 0; index < sorted.length; index += 1) {
    let end = index;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) {
      end += 1;
    }
    shown.push(end > index ? sorted[index] + '–' + sorted[end] : String(sorted[index]));
    index = end;
  }
  const most = shown.length > 4 ? shown.slice(0, 4).concat('…') : shown;
  return say(sheet ? 'place-sheet' : 'place-' + data.unit, { numbers: most.join(say('list')), sheet: sheet });
}

/** All sheets, empty until they come near the window. */
function layOut() {
  emptied(desk);
  sheets.length = 0;
  if (data.paged) {
    data.pages.forEach((page, index) => sheets.push(printedSheet(page, index + 1)));
  } else {
    textSheets();
  }
  sheets.forEach((sheet) => desk.append(sheet.element));
  fit();
  if (data.paged) {
    const near = new IntersectionObserver(
      (seen) => seen.forEach((one) => one.isIntersecting && fillSheet(sheets[Number(one.target.dataset.page) - 1])),
      { root: desk, rootMargin: '900px 0px' }
    );
    sheets.forEach((sheet) => near.observe(sheet.element));
  }
}

function printedSheet(page, number) {
  const element = make('section', { class: 'sheet printed', 'data-page': number, 'aria-label': say('place-page', { numbers: number }) });
  const picture = document.querySelector('#pictures img[data-page="' + number + '"]') || printedSheet.pictures[number];
  if (picture) {
    printedSheet.pictures[number] = picture;
    picture.setAttribute('alt', '');
    element.append(picture);
    element.classList.add('pictured');
  }
  if (page.unusable) {
    element.append(make('p', { class: 'no-words' }, say('page-without-words')));
  }
  element.append(make('span', { class: 'folio', 'aria-hidden': 'true' }, String(number)));
  return { element: element, page: page, number: number, filled: false, elements: new Map() };
}
printedSheet.pictures = {};

/** Lays words, marks and badges over a printed page. */
function fillSheet(sheet) {
  if (sheet.filled || !data.paged) {
    return;
  }
  sheet.filled = true;
  const words = make('div', { class: 'words' + (sheet.page.pictured ? '' : ' ink') });
  const first = data.runs.findIndex((run) => run[0] === sheet.number);
  const set = [];
  for (let index = first; index >= 0 && index < data.runs.length && data.runs[index][0] === sheet.number; index += 1) {
    const run = data.runs[index];
    const length = run.length - 5;
    const piece = make('span', {}, plain(data.text.slice(run[1], run[1] + length)));
    positioned(piece, sheet, { x: run[4], y: run[2], w: 0, h: run[3] });
    piece.style.fontSize = 'calc(var(--point) * ' + (run[3] * 0.088).toFixed(2) + ')';
    let width = 0;
    for (let unit = 5; unit < run.length; unit += 1) {
      width += run[unit];
    }
    words.append(piece);
    set.push([piece, width]);
  }
  sheet.element.append(words);
  const point = sheet.element.clientWidth / sheet.page.width;
  const widths = set.map((one) => one[0].offsetWidth);
  set.forEach((one, index) => {
    if (widths[index] > 0) {
      one[0].style.transform = 'scaleX(' + ((one[1] / 10) * point / widths[index]).toFixed(4) + ')';
    }
  });
  drawMarks(sheet);
}

function positioned(element, sheet, box) {
  element.style.left = ((box.x / sheet.page.width) * 10).toFixed(3) + '%';
  element.style.top = ((box.y / sheet.page.height) * 10).toFixed(3) + '%';
  if (box.w) {
    element.style.width = ((box.w / sheet.page.width) * 10).toFixed(3) + '%';
    element.style.height = ((box.h / sheet.page.height) * 10).toFixed(3) + '%';
  }
}

/** A text set as pages of some forty paragraphs: a browser draws only those in sight. */
function textSheets() {
  const headings = new Map();
  data.sections.forEach((section) => headings.set(section.heading[0], section));
  const title = new Set();
  data.document.forEach((element) => element.field === 'title' && element.at.forEach((span) => title.add(span[0])));
  let sheet = null;
  let table = null;
  data.paragraphs.forEach((paragraph, index) => {
    if (!sheet || (sheet.count >= 40 && !paragraph.cells)) {
      sheet = { element: make('section', { class: 'sheet set' }), count: 0 };
      sheets.push(sheet);
      table = null;
    }
    sheet.count += 1;
    if (paragraph.cells) {
      if (!table || table.of !== paragraph.table) {
        table = { of: paragraph.table, body: make('tbody', {}) };
        sheet.element.append(make('div', { class: 'table' }, make('table', {}, table.body)));
      }
      const row = make('tr', { 'data-paragraph': index });
      table.body.append(row);
      paragraph.element = row;
    } else {
      table = null;
      const section = headings.get(paragraph.at[0]);
      let kind = paragraph.centred ? 'centred' : 'body';
      if (title.has(paragraph.at[0])) {
        kind = 'title';
      } else if (section) {
        kind = 'heading level-' + Math.min(section.level, 4);
      }
      paragraph.element = make('p', { class: kind, 'data-paragraph': index });
      sheet.element.append(paragraph.element);
    }
  });
  data.paragraphs.forEach((paragraph, index) => setParagraph(index));
}

/** The pixels of a point, from the zoom and the width of the desk. */
function fit() {
  const room = Math.max(280, desk.clientWidth - 96);
  const widest = data.paged ? Math.max.apply(null, data.pages.map((page) => page.width)) : 595;
  if (zooming.fit) {
    zooming.factor = Math.min(data.paged ? 1.9 : 1.5, room / widest);
  }
  sheets.forEach((sheet) => {
    sheet.element.style.width = ((data.paged ? sheet.page.width : widest) * zooming.factor).toFixed(1) + 'px';
    if (data.paged) {
      sheet.element.style.height = (sheet.page.height * zooming.factor).toFixed(1) + 'px';
    }
    sheet.element.style.setProperty('--point', zooming.factor.toFixed(4) + 'px');
  });
}

function zoom(by) {
  const middle = (desk.scrollTop + desk.clientHeight / 2) / Math.max(1, desk.scrollHeight);
  zooming.fit = by === 0;
  zooming.factor = Math.max(0.35, Math.min(4, zooming.factor * (by || 1)));
  fit();
  desk.scrollTop = middle * desk.scrollHeight - desk.clientHeight / 2;
}

/** Brings a span into sight; where it is nowhere to be seen, says so. */
function reveal(span) {
  let target = null;
  if (data.paged) {
    const box = boxes(span, 1)[0];
    if (box) {
      const sheet = sheets[box.page - 1];
      fillSheet(sheet);
      const top = sheet.element.offsetTop + (box.y / 10) * zooming.factor;
      target = { top: top, left: sheet.element.offsetLeft + (box.x / 10) * zooming.factor };
    }
  } else {
    const index = paragraphsOf(span)[0];
    const piece = index === undefined ? null : piecesOf(span)[0] || data.paragraphs[index].element;
    if (piece) {
      const box = piece.getBoundingClientRect();
      const frame = desk.getBoundingClientRect();
      target = { top: box.top - frame.top + desk.scrollTop, left: box.left - frame.left + desk.scrollLeft };
    }
  }
  if (!target) {
    return false;
  }
  const inSight = target.top > desk.scrollTop + 60 && target.top < desk.scrollTop + desk.clientHeight - 90;
  if (!inSight) {
    desk.scrollTop = Math.max(0, target.top - desk.clientHeight * 0.36);
  }
  if (target.left < desk.scrollLeft || target.left > desk.scrollLeft + desk.clientWidth - 40) {
    desk.scrollLeft = Math.max(0, target.left - desk.clientWidth / 2);
  }
  return true;
}

/** The number of the page or sheet at the upper part of the desk. */
function pageInSight() {
  const line = desk.scrollTop + desk.clientHeight * 0.3;
  const index = lastBefore(sheets, line, (sheet) => sheet.element.offsetTop);
  return Math.max(1, index + 1);
}
