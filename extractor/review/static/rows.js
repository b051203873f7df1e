// A table that draws the rows in sight, for the page of a batch and for the desk. The page says how it is: ROW (pixels of a row, as in the style), COLUMNS,
// RIGHT and LARGEST (columns set to the right; those that begin with the largest), KEYS_OF, view, columnWords, chooseRows, drawRow, drawAll.

const SPARE = 8; // rows drawn above and below those in sight
const scroll = make('div', { class: 'scroll', id: 'scroll', role: 'rowgroup', tabindex: '0' });
const body = make('div', { class: 'body', role: 'presentation' });

function compared(a, b) {
  const [left, right] = [KEYS_OF[view.sort](a), KEYS_OF[view.sort](b)];
  for (let index = 0; index < left.length; index += 1) {
    const found = typeof left[index] === 'string' ? left[index].localeCompare(right[index], 'zh') : left[index] - right[index];
    if (found !== 0) {
      return view.down ? -found : found;
    }
  }
  return a.order - b.order;
}

/** Only the rows in sight are elements; the keyboard stays where it was. */
function drawRows() {
  const held = body.contains(document.activeElement) ? [document.activeElement.closest('.row').dataset.id, document.activeElement.dataset.act] : null;
  const first = Math.max(0, Math.floor(scroll.scrollTop / ROW) - SPARE);
  const last = Math.min(view.rows.length, Math.ceil((scroll.scrollTop + (scroll.clientHeight || 800)) / ROW) + SPARE);
  emptied(body);
  body.style.height = view.rows.length * ROW + 'px';
  for (let index = first; index < last; index += 1) {
    body.append(drawRow(view.rows[index], index));
  }
  if (!view.rows.length) {
    body.append(make('div', { role: 'row' }, make('div', { role: 'cell', class: 'empty' }, say('empty'))));
  }
  const again = held && Array.from(body.querySelectorAll('[data-id="' + held[0] + '"] [data-act]')).find((one) => one.dataset.act === held[1]);
  if (again) {
    again.focus({ preventScroll: true });
  }
}

function drawHead() {
  const row = make('div', { role: 'row', class: 'row' });
  COLUMNS.forEach((name) => {
    const sorted = view.sort === name ? (view.down ? 'descending' : 'ascending') : 'none';
    const click = () => {
      view.down = view.sort === name ? !view.down : LARGEST.indexOf(name) >= 0;
      view.sort = name;
      const head = document.querySelector('.head');
      head.parentElement.replaceChild(drawHead(), head);
      document.querySelector('[data-sort="' + name + '"]').focus();
      scroll.scrollTop = 0;
      chooseRows();
    };
    row.append(make('div', { role: 'columnheader', 'aria-sort': sorted, class: RIGHT.indexOf(name) >= 0 ? 'right' : null }, make('button', { type: 'button', 'data-sort': name, click: click }, columnWords(name))));
  });
  row.append(make('div', { role: 'columnheader' }, make('span', { class: 'unseen' }, say('col-links'))));
  return make('div', { role: 'rowgroup', class: 'head' }, row);
}

function changeLanguage() {
  language = 1 - language;
  drawAll();
  document.getElementById('lang').focus();
}

function move(by) {
  view.on = Math.max(0, Math.min(view.rows.length - 1, view.on + by));
  if (view.focused) {
    scroll.focus({ preventScroll: true });
  }
  const top = view.on * ROW;
  if (top < scroll.scrollTop) {
    scroll.scrollTop = top;
  } else if (top + ROW > scroll.scrollTop + scroll.clientHeight) {
    scroll.scrollTop = top + ROW - scroll.clientHeight;
  }
  drawRows();
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest && event.target.closest('input');
  if (event.key === 'Escape' && typing) {
    event.target.value = '';
    view.query = '';
    event.target.blur();
    chooseRows();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (event.key === 'j' || event.key === 'k') {
      move(event.key === 'j' ? 1 : -1);
    } else if (event.key === '/') {
      document.getElementById('search').focus();
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.target.closest('button, a') && view.rows[view.on] && view.rows[view.on].page) {
      window.location.href = view.rows[view.on].page;
    }
  }
});
scroll.addEventListener('scroll', () => window.requestAnimationFrame(drawRows), { passive: true });
window.addEventListener('resize', later(drawRows, 80));
