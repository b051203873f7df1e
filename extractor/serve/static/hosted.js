// The host of a page that the desk gives: decisions go to the server at once and stand beside the result; what it could not take waits in this browser.

const hosted = JSON.parse(document.getElementById('hosted').textContent);
Object.assign(data.words, hosted.words);
data.words.batch = data.words['serve-back'];
data.words['help-kept'] = data.words['serve-kept'];
data.batch = hosted.desk;
data.decisions = hosted.decisions;

const host = (() => {
  const OUTBOX = 'gouji.outbox:' + data.source.sha256;
  let sending = false;

  function waiting() {
    const found = parsed(kept.get(OUTBOX));
    return found ? found.decisions : [];
  }

  function hold(list) {
    kept.set(OUTBOX, JSON.stringify(whole(list)));
  }

  /** What waits was decided after what the server knows. */
  function recall() {
    const list = waiting();
    list.forEach((one) => (one.state === 'withdrawn' ? withdrawn(one) : take([one])));
    if (list.length) {
      send();
    }
  }

  function keep(changed) {
    const latest = new Map(waiting().concat(changed).map((one) => [one.finding, one]));
    hold(Array.from(latest.values()));
    send();
  }

  /** Sends what waits; again after a while where the server is not there. */
  function send() {
    const list = waiting();
    if (sending || !list.length) {
      return;
    }
    sending = true;
    post(hosted.decide, { result: data.result, decisions: list })
      .then(
        () => {
          const sent = new Set(list.map((one) => JSON.stringify(one)));
          hold(waiting().filter((one) => !sent.has(JSON.stringify(one))));
          sending = false;
          send();
        },
        (error) => {
          sending = false;
          if (error.status === 422) {
            hold([]);
          }
          tell(error.status ? error.message : say('serve-kept-later'));
          window.setTimeout(send, 5000);
        }
      )
      .catch(() => {
        sending = false;
      });
  }

  function tools() {
    const list = make('div', { class: 'choices' });
    hosted.downloads.forEach(([name, address]) => list.append(make('button', { type: 'button', 'data-download': name, click: () => save(address) }, say('serve-get-' + name))));
    const menu = make('details', { class: 'menu' }, make('summary', { class: 'tool' }, say('serve-download')), list);
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        menu.open = false;
        menu.firstChild.focus();
      }
    });
    menu.addEventListener('click', (event) => {
      if (event.target.closest('.choices')) {
        menu.open = false;
      }
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
        menu.open = false;
      }
    });
    return [menu];
  }

  return { recall: recall, keep: keep, tools: tools };
})();
