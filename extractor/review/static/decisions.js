// Decisions: made here, kept by the host (this browser, or the server that gave the page), exported to a file beside the result.

const SCHEMA = 'gouji.decisions/1';
const decisions = new Map();
const editing = { finding: null, state: null };

function decisionOn(finding) {
  return decisions.get(finding) || null;
}

/** Takes decisions over where they are of a finding that is here and none that is later is known. Returns how many were taken. */
function take(list) {
  let taken = 0;
  list.forEach((one) => {
    const before = decisions.get(one.finding);
    if (findingById.has(one.finding) && (!before || (before.at || '') < (one.at || ''))) {
      decisions.set(one.finding, one);
      taken += 1;
    }
  });
  return taken;
}

/** What the file beside the result says, and what the host knows. */
function recall() {
  if (data.decisions) {
    take(data.decisions.held);
  }
  host.recall();
}

const gone = new Map();

/** What was withdrawn here stays so, also where the file beside the result still has it. */
function withdrawn(one) {
  gone.set(one.finding, one);
  const before = decisions.get(one.finding);
  if (before && (before.at || '') <= one.at) {
    decisions.delete(one.finding);
  }
}

/** The decisions in a text, null where it holds none. */
function parsed(text) {
  try {
    const found = JSON.parse(text);
    const sound = found && found.schema === SCHEMA && Array.isArray(found.decisions);
    return sound && found.decisions.every((one) => one && typeof one.finding === 'string' && typeof one.state === 'string') ? found : null;
  } catch (error) {
    return null;
  }
}

function whole(list) {
  return { schema: SCHEMA, name: data.source.name, document: data.source.sha256, result: data.result, decisions: list };
}

function now() {
  const date = new Date();
  const two = (number) => String(number).padStart(2, '0');
  const minutes = -date.getTimezoneOffset();
  const zone = (minutes < 0 ? '-' : '+') + two(Math.floor(Math.abs(minutes) / 60)) + ':' + two(Math.abs(minutes) % 60);
  const day = date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate());
  return day + 'T' + two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds()) + zone;
}

function decide(finding, state, entered) {
  const before = decisionOn(finding.id) || {};
  const value = (name) => (name in entered ? entered[name] : before[name] || '');
  gone.delete(finding.id);
  decisions.set(finding.id, {
    finding: finding.id,
    rule: finding.rule,
    state: state,
    reason: state === 'rejected' ? value('reason') : '',
    comment: value('comment'),
    value: state === 'corrected' ? value('value') : '',
    by: entered.by,
    at: now(),
  });
  kept.set('gouji.by', entered.by);
  editing.finding = null;
  redrawFinding(finding);
  tell(say('decided-now', { number: data.findings.indexOf(finding) + 1, state: say('state-' + state) }));
  host.keep([decisions.get(finding.id)]);
}

function withdraw(finding) {
  decisions.delete(finding.id);
  gone.set(finding.id, { finding: finding.id, rule: finding.rule, state: 'withdrawn', at: now() });
  redrawFinding(finding);
  host.keep([gone.get(finding.id)]);
}

/** Draws a finding anew on both sides, and leaves the keyboard where it was. */
function redrawFinding(finding) {
  drawProgress();
  const old = itemElement('finding:' + finding.id);
  if (old) {
    const fresh = findingCard(finding);
    old.parentElement.replaceChild(fresh, old);
    fresh.focus({ preventScroll: true });
  }
  desk.querySelectorAll('[data-badge="' + window.CSS.escape(finding.id) + '"]').forEach((badge) => {
    const fresh = badgeFor(finding, data.findings.indexOf(finding) + 1);
    fresh.style.top = badge.style.top;
    badge.parentElement.replaceChild(fresh, badge);
  });
  showSelected();
}

/** What was decided, and the buttons to decide. */
function decisionArea(finding) {
  const decided = decisionOn(finding.id);
  const area = make('div', { class: 'decision' });
  if (decided) {
    const line = make('p', { class: 'decided-line ' + decided.state }, make('b', {}, say('state-' + decided.state)));
    [decided.value ? say('corrected-to', { value: decided.value }) : '', decided.reason, decided.comment].filter(Boolean).forEach((text) => line.append(make('span', {}, plain(text))));
    line.append(make('small', {}, plain([decided.by, decided.at.slice(0, 16).replace('T', ' ')].filter(Boolean).join(' · '))));
    area.append(line);
  }
  if (editing.finding === finding.id) {
    area.append(decisionForm(finding, decided || {}));
    return area;
  }
  const buttons = make('div', { class: 'buttons', role: 'group', 'aria-label': say('decide') });
  ['accepted', 'rejected', 'corrected', 'noted'].forEach((state) => {
    const on = Boolean(decided && decided.state === state);
    buttons.append(make('button', { type: 'button', class: state, 'aria-pressed': String(on), 'data-decide': state, click: () => beginDecision(finding, state) }, say('do-' + state)));
  });
  if (decided) {
    buttons.append(make('button', { type: 'button', class: 'quiet', 'data-decide': 'withdrawn', click: () => withdraw(finding) }, say('do-withdraw')));
  }
  area.append(buttons);
  return area;
}

/** To accept, a known name is enough; everything else asks. */
function beginDecision(finding, state) {
  const by = kept.get('gouji.by') || '';
  if (state === 'accepted' && by) {
    decide(finding, state, { by: by });
    return;
  }
  const other = editing.finding && editing.finding !== finding.id ? findingById.get(editing.finding) : null;
  editing.finding = finding.id;
  editing.state = state;
  if (other) {
    redrawFinding(other);
  }
  redrawFinding(finding);
  const first = itemElement('finding:' + finding.id).querySelector('form [required], form input, form textarea');
  if (first) {
    first.form.scrollIntoView({ block: 'nearest' });
    first.focus();
  }
}

function decisionForm(finding, before) {
  const state = editing.state;
  const fields = {};
  const form = make('form', { class: 'form', 'aria-label': say('do-' + state), novalidate: true });
  function field(name, required, long, value) {
    const input = make(long ? 'textarea' : 'input', { id: 'field-' + name, rows: long ? 2 : null, required: required, autocomplete: 'off' });
    input.value = value || '';
    fields[name] = input;
    const label = make('label', { for: 'field-' + name }, say('enter-' + name), required ? make('i', { 'aria-hidden': 'true' }, '*') : null);
    form.append(make('div', { class: 'field' }, label, input));
  }
  if (state === 'rejected') {
    field('reason', true, true, before.reason);
  }
  if (state === 'corrected') {
    field('value', true, false, before.value);
  }
  field('comment', state === 'noted', true, before.comment);
  field('by', true, false, kept.get('gouji.by'));
  const wrong = make('p', { class: 'wrong', role: 'alert' });
  const leave = () => {
    editing.finding = null;
    redrawFinding(finding);
  };
  form.append(
    wrong,
    make('div', { class: 'buttons' }, make('button', { type: 'submit', class: 'main' }, say('save')), make('button', { type: 'button', class: 'quiet', click: leave }, say('cancel')))
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const missing = Object.keys(fields).find((name) => fields[name].required && !fields[name].value.trim());
    Object.keys(fields).forEach((name) => fields[name].setAttribute('aria-invalid', String(name === missing)));
    if (missing) {
      wrong.textContent = say('missing', { field: say('enter-' + missing) });
      fields[missing].focus();
      return;
    }
    const entered = {};
    Object.keys(fields).forEach((name) => {
      entered[name] = fields[name].value.trim();
    });
    decide(finding, state, entered);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      leave();
    }
  });
  return form;
}

/** The name of the file beside the result. */
function fileName() {
  const name = data.name || data.source.name + '.json';
  return name.replace(/\.json$/, '') + '.decisions.json';
}

function exportDecisions() {
  const content = JSON.stringify(whole(Array.from(decisions.values())), null, 1) + '\n';
  const address = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = make('a', { href: address, download: fileName() });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 2000);
  tell(say('exported', { name: fileName(), count: decisions.size }));
}

function importDecisions(file) {
  const reader = new FileReader();
  reader.onload = () => {
    const found = parsed(String(reader.result));
    if (!found) {
      tell(say('import-damaged', { name: file.name }));
    } else if (found.document !== data.source.sha256) {
      tell(say('import-other', { name: file.name }));
    } else {
      const taken = take(found.decisions.filter((one) => one.state !== 'withdrawn'));
      const unknown = found.decisions.filter((one) => !findingById.has(one.finding)).length;
      redrawAll();
      tell(say('imported', { taken: taken, unknown: unknown }));
      host.keep(Array.from(decisions.values()));
    }
  };
  reader.readAsText(file);
}
