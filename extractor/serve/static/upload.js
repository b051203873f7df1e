// Files on their way to the server: some at a time, each streamed from the disk, however large.

const AT_ONCE = 3;
const PASSED_OVER = /(?:^|\/)(?:\.|~\$|__MACOSX\/|(?:thumbs\.db|desktop\.ini)$)/i; // what systems leave behind, and locks of open documents
const sending = { waiting: [], going: new Map(), files: 0, done: 0, bytes: 0, sent: 0, refused: [] };

/** Takes files to be sent: [{file, path}]. */
function hand(list) {
  const wanted = list.filter((one) => !PASSED_OVER.test(one.path));
  if (!wanted.length) {
    return;
  }
  if (!sending.waiting.length && !sending.going.size) {
    Object.assign(sending, { files: 0, done: 0, bytes: 0, sent: 0 });
  }
  wanted.forEach((one) => {
    if (one.file.size > data.largest) {
      sending.refused.push(() => say('serve-too-large', { name: one.path, limit: Math.floor(data.largest / 1048576) }));
      return;
    }
    sending.waiting.push(one);
    sending.files += 1;
    sending.bytes += one.file.size;
  });
  sendMore();
  sendingChanged();
}

function sendMore() {
  while (sending.waiting.length && sending.going.size < AT_ONCE) {
    send(sending.waiting.shift());
  }
}

/** One file. The older way to ask, for the newer one does not tell how far it is. */
function send(one) {
  const request = new XMLHttpRequest();
  sending.going.set(request, 0);
  request.open('PUT', 'files?name=' + encodeURIComponent(wellFormed(one.path.slice(-1000))));
  request.upload.addEventListener('progress', (event) => {
    sending.going.set(request, event.loaded);
    sendingChanged();
  });
  request.addEventListener('loadend', () => {
    sending.going.delete(request);
    sending.done += 1;
    sending.sent += one.file.size;
    if (request.status !== 200 && request.status !== 201) {
      sending.refused.push(reasonOf(request, one.path));
    } else {
      const answer = JSON.parse(request.responseText);
      if (answer.twice) {
        tell(say('serve-twice', { name: one.path, shown: answer.shown }));
      }
    }
    sendMore();
    sendingChanged();
    pollSoon();
  });
  request.send(one.file);
}

/** A name without half characters, which no address can carry. */
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1\ufffd');
}

/** Why a file was not taken, in the language that is chosen when it is read. */
function reasonOf(request, path) {
  try {
    const message = JSON.parse(request.responseText).message;
    return () => plain(message[language]);
  } catch (error) {
    return () => request.status === 403 ? say('serve-forbidden') : say('serve-not-sent', { name: path });
  }
}

/** How much of what was to be sent is on the other side, 0 to 1. */
function sentShare() {
  const going = Array.from(sending.going.values()).reduce((sum, loaded) => sum + loaded, 0);
  return sending.bytes ? Math.min(1, (sending.sent + going) / sending.bytes) : 1;
}

function isSending() {
  return sending.waiting.length > 0 || sending.going.size > 0;
}

/** Files of a chooser; those of a folder bring their path. */
function chosenFiles(list) {
  return Array.from(list).map((file) => ({ file: file, path: file.webkitRelativePath || file.name }));
}

/** All files of what was dropped, folders opened. */
function droppedFiles(transfer) {
  const entries = Array.from(transfer.items || [])
    .map((item) => (item.kind === 'file' && item.webkitGetAsEntry ? item.webkitGetAsEntry() : null))
    .filter(Boolean);
  if (!entries.length) {
    return Promise.resolve(chosenFiles(transfer.files));
  }
  return Promise.all(entries.map(filesBelow)).then((lists) => [].concat(...lists));
}

function filesBelow(entry) {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    return new Promise((resolve) => entry.file((file) => resolve([{ file: file, path: path }]), () => {
      sending.refused.push(() => say('serve-not-sent', { name: path }));
      resolve([]);
    }));
  }
  const reader = entry.createReader();
  const found = [];
  return new Promise((resolve) => {
    const more = () => reader.readEntries((some) => {
      if (some.length) {
        found.push(...some);
        more();
      } else {
        resolve(found);
      }
    }, () => resolve(found));
    more();
  }).then((inside) => Promise.all(inside.map(filesBelow)).then((lists) => [].concat(...lists)));
}
