// What both pages ask of the server, always of the one that gave them.

/** Asks, and gives the answer; fails with a sentence that may be told. */
function ask(address, options) {
  return window.fetch(address, Object.assign({ credentials: 'same-origin', cache: 'no-store' }, options)).then(
    (answer) => (answer.ok ? answer : refusal(answer)),
    () => {
      throw worded(say('serve-no-server'), 0);
    }
  );
}

function worded(text, status) {
  const error = new Error(text);
  error.status = status;
  return error;
}

/** Why the server would not, in its own words where it has any. */
function refusal(answer) {
  if (answer.status === 403) {
    throw worded(say('serve-forbidden'), 403);
  }
  return answer.json().then(
    (found) => {
      throw worded(plain(found.message[language]), answer.status);
    },
    () => {
      throw worded(say('serve-no-server'), answer.status);
    }
  );
}

function post(address, content) {
  return ask(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(content) });
}

/** The name under which an answer is to be saved. */
function nameOf(answer) {
  const found = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') || '');
  return found ? decodeURIComponent(found[1]) : 'gouji';
}

/** Fetches a file and has the browser save it; says so meanwhile, and why where there is none. */
function save(address) {
  tell(say('serve-making'));
  return ask(address)
    .then((answer) =>
      answer.blob().then((content) => {
        const link = make('a', { href: URL.createObjectURL(content), download: nameOf(answer) });
        document.body.append(link);
        link.click();
        link.remove();
        window.setTimeout(() => URL.revokeObjectURL(link.href), 20000);
        tell(say('serve-saved', { name: nameOf(answer) }));
      })
    )
    .catch((error) => tell(error.message));
}
