// Marks: every span that the result speaks of, drawn where it stands; one mark for all that is said of the same span.

const marks = [];
const markOf = new Map();
const RANK = ['hit', 'error', 'warning', 'note', 'unexplained', 'deduction', 'score', 'figure', 'element', 'heading'];
const WIDE = 160; // characters from which a mark is a passage, not a figure

const keyOf = (span) => span[0] + '-' + span[1];

function addMark(span, kind, item) {
  if (!span || span[0] >= span[1]) {
    return;
  }
  const key = keyOf(span);
  let mark = markOf.get(key);
  if (!mark) {
    mark = { at: span, kinds: new Set(), items: [], elements: [], turn: 0 };
    markOf.set(key, mark);
    marks.push(mark);
  }
  mark.kinds.add(kind);
  if (item && mark.items.indexOf(item) < 0) {
    mark.items.push(item);
  }
}

/** Gathers all marks. What is said first of a span is what a click on it shows first. */
function gatherMarks() {
  data.findings.forEach((finding) => finding.evidence.forEach((span) => addMark(span, finding.severity, 'finding:' + finding.id)));
  data.coverage.unexplained.forEach((span, index) => addMark(span, 'unexplained', 'score:' + index));
  data.coverage.heading_like.forEach((span, index) => addMark(span, 'unexplained', 'like:' + index));
  data.sections.forEach((section) => {
    const item = 'section:' + section.id;
    addMark(section.at.max, 'score', item);
    addMark(section.at.self, 'score', item);
    section.parts.forEach((part) => addMark(part.at, 'score', item));
    section.deductions.forEach((one) => addMark(one.at, 'deduction', item));
  });
  ['max', 'self', 'deducted', 'bonus'].forEach((name) => {
    if (data.totals[name]) {
      addMark(data.totals[name].at, name === 'deducted' ? 'deduction' : 'score', 'totals');
    }
  });
  data.totals.deductions.forEach((one) => addMark(one.at, 'deduction', 'totals'));
  data.checks.forEach((check) => check.operands.forEach((one) => addMark(one.at, 'figure', 'check:' + check.id)));
  data.quantities.forEach((one) => addMark(one.at, 'figure', 'quantity:' + one.id));
  data.document.forEach((one) => one.at.forEach((span) => addMark(span, 'element', 'element:' + one.field)));
  data.sections.forEach((section) => addMark(section.heading, 'heading', 'section:' + section.id));
  marks.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1]);
  marks.forEach((mark, number) => {
    mark.number = number;
    mark.boxes = data.paged ? boxes(mark.at, 120) : [];
  });
}

function classOf(mark) {
  const kinds = RANK.filter((kind) => mark.kinds.has(kind)).map((kind) => 'm-' + kind);
  return 'mark ' + kinds.join(' ') + (mark.at[1] - mark.at[0] >= WIDE ? ' wide' : '');
}

/** The marks and badges of one printed page. */
function drawMarks(sheet) {
  const layer = make('div', { class: 'marks' });
  marks.forEach((mark) => {
    mark.boxes.forEach((box) => {
      if (box.page === sheet.number) {
        const element = make('div', { class: classOf(mark), 'data-mark': mark.number, 'data-at': keyOf(mark.at) });
        positioned(element, sheet, box);
        mark.elements.push(element);
        layer.append(element);
      }
    });
  });
  sheet.element.append(layer);
  const badges = make('div', { class: 'badges' });
  let lowest = -1;
  findingsIn((span) => boxes(span, 1)[0]).forEach((one) => {
    if (one.where.page === sheet.number) {
      const badge = badgeFor(one.finding, one.number);
      const top = Math.max(one.where.y, lowest);
      lowest = top + 175;
      badge.style.top = ((top / sheet.page.height) * 10).toFixed(3) + '%';
      badges.append(badge);
    }
  });
  sheet.element.append(badges);
  showSelected();
}

/** Findings that have a place, in the order of their places on the paper. */
function findingsIn(where) {
  const found = [];
  data.findings.forEach((finding, index) => {
    const place = finding.evidence.length ? where(finding.evidence[0]) : null;
    if (place) {
      found.push({ finding: finding, number: index + 1, where: place });
    }
  });
  return found.sort((a, b) => a.where.y - b.where.y);
}

function badgeFor(finding, number) {
  const decided = decisionOn(finding.id);
  const label = say('badge', { number: number, severity: say('severity-' + finding.severity), message: told(finding.message) });
  return make(
    'button',
    {
      class: 'badge ' + finding.severity + (decided ? ' decided ' + decided.state : ''),
      type: 'button',
      'data-badge': finding.id,
      'aria-label': label,
      title: told(finding.message),
      click: () => select('finding:' + finding.id, 'document'),
    },
    String(number)
  );
}

/** A paragraph of a text, cut where marks begin and end: a piece knows all marks that it is part of, however they cross. */
function setParagraph(index) {
  const paragraph = data.paragraphs[index];
  emptied(paragraph.element);
  const inside = marksWithin(paragraph.at);
  if (paragraph.cells) {
    paragraph.cells.forEach((cell) => {
      const [start, end, , colspan, rowspan] = cell;
      const made = make('td', { colspan: colspan > 1 ? colspan : null, rowspan: rowspan > 1 ? rowspan : null });
      setPieces(made, [start, end], inside);
      paragraph.element.append(made);
    });
  } else {
    paragraph.element.append(make('span', { class: 'line-number', 'aria-hidden': 'true' }, String(paragraph.number)));
    setPieces(paragraph.element, paragraph.at, inside);
  }
  const badges = make('span', { class: 'badges' });
  data.findings.forEach((finding, order) => {
    const first = finding.evidence[0];
    if (first && first[0] >= paragraph.at[0] && first[0] < Math.max(paragraph.at[1], paragraph.at[0] + 1)) {
      badges.append(badgeFor(finding, order + 1));
    }
  });
  if (badges.firstChild) {
    (paragraph.cells ? paragraph.element.lastChild || paragraph.element : paragraph.element).append(badges);
  }
}

function marksWithin(span) {
  const found = [];
  for (const mark of marks) {
    if (mark.at[0] >= span[1]) {
      break;
    }
    if (mark.at[1] > span[0]) {
      found.push(mark);
    }
  }
  return found.concat(searching.hits.filter((hit) => hit.at[0] < span[1] && hit.at[1] > span[0]));
}

function setPieces(element, span, inside) {
  const edges = new Set([span[0], span[1]]);
  inside.forEach((mark) => mark.at.forEach((edge) => edge > span[0] && edge < span[1] && edges.add(edge)));
  const sorted = Array.from(edges).sort((a, b) => a - b);
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const at = [sorted[index], sorted[index + 1]];
    const over = inside.filter((mark) => mark.at[0] <= at[0] && mark.at[1] >= at[1]);
    if (over.length === 0) {
      element.append(spaced(at));
      continue;
    }
    over.sort((a, b) => a.at[1] - a.at[0] - (b.at[1] - b.at[0]));
    const classes = new Set();
    over.forEach((mark) => classOf(mark).split(' ').forEach((name) => classes.add(name)));
    const piece = make('span', { class: Array.from(classes).join(' '), 'data-start': at[0] }, spaced(at));
    piece.dataset.marks = over.filter((mark) => mark.number !== undefined).map((mark) => mark.number).join(' ');
    over.forEach((mark) => mark.elements.push(piece));
    element.append(piece);
  }
}

/** The pieces of a set text that are part of a span's mark. */
function piecesOf(span) {
  const mark = markOf.get(keyOf(span));
  return mark ? mark.elements.filter((element) => element.isConnected) : [];
}

/** What was clicked in the document: of all marks there the smallest, and of all that is said of it one after the other. */
function clicked(event) {
  const element = event.target.closest('[data-mark], [data-marks]');
  if (!element) {
    return;
  }
  let under = [];
  if (data.paged) {
    under = document.elementsFromPoint(event.clientX, event.clientY).filter((one) => one.dataset && one.dataset.mark);
    under = under.map((one) => marks[Number(one.dataset.mark)]);
  } else {
    under = element.dataset.marks.split(' ').filter((number) => number !== '').map((number) => marks[Number(number)]);
  }
  const items = [];
  under.forEach((mark) => mark.items.forEach((item) => items.indexOf(item) < 0 && items.push(item)));
  items.sort((a, b) => order(a) - order(b));
  if (items.length === 0) {
    return;
  }
  const before = items.indexOf(chosen.item);
  const seen = before >= 0 && [null, chosen.tab].indexOf(about(chosen.item).tab) >= 0;
  select(items[seen ? (before + 1) % items.length : Math.max(0, before)], 'document');
}

function order(item) {
  return ['finding', 'score', 'like', 'check', 'section', 'totals', 'element', 'quantity'].indexOf(item.split(':')[0]);
}
