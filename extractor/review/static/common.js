// What all parts of the page share: its data, its words in the language chosen, and elements made without a line of HTML.

const data = JSON.parse(document.getElementById('data').textContent);
const app = document.getElementById('app');

// Characters that turn the direction of writing around, or cannot be seen: shown as what they are, a foreign character.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

let language = Math.max(0, data.langs.indexOf(data.lang));

/** A text of the document or of the result as it may be shown: as many characters, none that reorders its neighbours. */
function plain(text) {
  return String(text).replace(UNSEEN, '\ufffd');
}

/** The page's own words, with each {name} filled in. */
function say(id, params) {
  const entry = data.words[id];
  if (!entry) {
    throw new Error('no words for ' + id);
  }
  return entry[language].replace(/\{(\w+)\}/g, (whole, name) => (params && name in params ? plain(params[name]) : whole));
}

function knows(id) {
  return id in data.words;
}

/** A sentence of the result, which stands there in every language. */
function told(sentence) {
  return sentence ? plain(sentence[language]) : '';
}

/** An element: `make('button', {class: 'x', click: f, 'aria-label': '…'}, child, 'text')`. Strings become text, nothing else; null is left out. */
function make(tag, properties, ...children) {
  return filled(document.createElement(tag), properties, children);
}

function drawn(tag, properties, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== '') {
      element.append(child);
    }
  }
  return element;
}

function emptied(element) {
  while (element.firstChild) {
    element.removeChild(element.firstChild);
  }
  return element;
}

/** What this browser keeps for the page; where it may keep nothing (a policy, a private window), for as long as the page is open. */
const kept = (function () {
  const memory = new Map();
  function tried(act, otherwise) {
    try {
      return act();
    } catch (error) {
      return otherwise();
    }
  }
  return {
    lasting: tried(() => {
      window.localStorage.setItem('gouji.try', '1');
      window.localStorage.removeItem('gouji.try');
      return true;
    }, () => false),
    get: (key) => tried(() => window.localStorage.getItem(key), () => null) || memory.get(key) || null,
    set: (key, value) => {
      memory.set(key, value);
      return tried(() => {
        window.localStorage.setItem(key, value);
        return true;
      }, () => false);
    },
    keys: () => tried(() => Object.keys(window.localStorage), () => Array.from(memory.keys())),
  };
})();

/** Says something to the person, also to one who listens. */
function tell(text) {
  const place = document.getElementById('told');
  place.textContent = text;
  place.classList.add('shown');
  window.clearTimeout(tell.timer);
  tell.timer = window.setTimeout(() => place.classList.remove('shown'), 4200);
}

function later(act, milliseconds) {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}
