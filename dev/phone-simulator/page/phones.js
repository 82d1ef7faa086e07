/* global document, fetch, setTimeout */
import { textParts } from './text-parts.js';

/**
 * The page of phones: every phone that was called or added, with buttons for its person. It follows the simulator's
 * journal and writes everything as text, never as markup.
 */

const mostLines = 200;
const shownAtStart = 3000;
const phonesBox = document.getElementById('phones');
const connection = document.getElementById('connection');
const template = document.getElementById('phone');

/** Views by number: the nodes that change, so that focus and half-typed words survive every update. */
const views = new Map();
/** Whose phone a number is, as far as the simulator was told. */
const names = new Map();

/** A number as people know it: "Anna (+491713920011)". */
function called(number) {
  const name = names.get(number);
  return name === undefined ? number : `${name} (${number})`;
}

async function ask(method, path, body) {
  const response = await fetch(`/simulator${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const reply = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(reply.message ?? `${response.status}`);
  return reply;
}

const act = (number, action, body = {}) =>
  ask('POST', `/phones/${encodeURIComponent(number)}/${action}`, body);

/** Does what a button means; what the simulator refuses is said in the phone's transcript. */
function attempt(view, work) {
  work().catch((error) => {
    addLine(view, new Date().toISOString(), error.message, 'trouble');
  });
}

function viewOf(number) {
  const present = views.get(number);
  if (present !== undefined) return present;
  const article = template.content.cloneNode(true).querySelector('article');
  const find = (selector) => article.querySelector(selector);
  const view = {
    number,
    article,
    title: find('.number'),
    state: find('.state'),
    transcript: find('.transcript'),
    owned: find('.outgoing select'),
    reaction: find('.reaction select'),
  };
  wireButtons(view, find);
  views.set(number, view);
  showName(view);
  phonesBox.append(article);
  return view;
}

/** Names may become known after the phone. */
function showName({ number, title, article }) {
  setText(title, called(number));
  const label = `Phone of ${called(number)}`;
  if (article.getAttribute('aria-label') !== label) article.setAttribute('aria-label', label);
}

function wireButtons(view, find) {
  const { number, article } = view;
  const on = (name, work) => {
    find(`[data-act="${name}"]`).addEventListener('click', () => attempt(view, work));
  };
  on('answer', () => act(number, 'answer'));
  on('voicemail', () => act(number, 'answer', { as: 'voicemail' }));
  on('reject', () => act(number, 'reject'));
  on('busy', () => act(number, 'busy'));
  on('hang-up', () => act(number, 'hang-up'));
  on('call', () => act(number, 'call', { to: view.owned.value }));

  const keys = find('.keys');
  for (const key of '123456789*0#') {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = key;
    button.addEventListener('click', () => attempt(view, () => act(number, 'press', { digits: key })));
    keys.append(button);
  }
  // On the phone itself or its buttons the keyboard's digits are the phone's keys.
  article.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input, select');
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!article.classList.contains('is-talking') || !/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    attempt(view, () => act(number, 'press', { digits: event.key }));
  });

  const say = find('.say');
  say.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = say.elements.text.value.trim();
    if (text === '') return;
    say.elements.text.value = '';
    attempt(view, () => act(number, 'say', { text, confidence: Number(say.elements.confidence.value) }));
  });
  const outgoing = find('.outgoing');
  outgoing.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = outgoing.elements.body.value.trim();
    if (body === '') return;
    outgoing.elements.body.value = '';
    attempt(view, () => act(number, 'text', { to: view.owned.value, body }));
  });
  view.reaction.addEventListener('change', () => {
    const script = { on: view.reaction.value };
    attempt(view, () => ask('PUT', `/phones/${encodeURIComponent(number)}`, { script }));
  });
}

/** What an event means for the person on the phone; undefined: nothing to see. */
function describe(event) {
  switch (event.event) {
    case 'ringing':
      return [
        `Rings: ${event.from === event.number ? `calls ${called(event.to)}` : `call from ${called(event.from)}`}`,
      ];
    case 'answered':
      return ['Answered'];
    case 'detected':
      return [`Detected as ${event.answeredBy}`];
    case 'heard':
      return [
        `${{ play: '♫ ', person: 'Somebody: ', network: 'Network: ' }[event.source] ?? ''}${event.text}`,
        'heard',
      ];
    case 'asked':
      return [`(waits for ${event.input.replace('dtmf', 'keys').replace(' ', ' or ')})`];
    case 'pressed':
      return [`You press ${event.digits}`];
    case 'said':
      return [`You say: ${event.text}`];
    case 'connected':
      return [`Connected with ${called(event.with)}`];
    case 'disconnected':
      return [`No longer connected with ${called(event.with)}`];
    case 'joined-conference':
      return [`In the conference ${event.conference}`];
    case 'left-conference':
      return [`Out of the conference ${event.conference}`];
    case 'redirected':
      return ['(the call goes on with another script)'];
    case 'ended':
      return [`Call over: ${event.status}`];
    case 'message-sent':
      return [`Text from ${called(event.from)}: ${event.body}`, 'heard'];
    case 'message-received':
      return [`You text ${called(event.to)}: ${event.body}`];
    case 'alert':
      return [`${event.level} ${event.code}: ${event.message}`, 'trouble'];
    default:
      return undefined;
  }
}

/** An address opens beside the page; everything else is text, never markup. */
function nodeOf({ text, isAddress }) {
  if (!isAddress) return document.createTextNode(text);
  const link = document.createElement('a');
  link.href = text;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = text;
  return link;
}

function addLine(view, time, text, kind) {
  const line = document.createElement('li');
  const clock = document.createElement('time');
  clock.dateTime = time;
  clock.textContent = new Date(time).toLocaleTimeString();
  const words = document.createElement('span');
  words.append(...textParts(text).map(nodeOf));
  if (kind !== undefined) words.className = kind;
  line.append(clock, words);
  const { transcript } = view;
  const isAtEnd = transcript.scrollTop + transcript.clientHeight >= transcript.scrollHeight - 4;
  transcript.append(line);
  while (transcript.children.length > mostLines) transcript.firstChild.remove();
  if (isAtEnd) transcript.scrollTop = transcript.scrollHeight;
}

function showPhone(phone) {
  const view = viewOf(phone.number);
  showName(view);
  const talking = phone.calls.find((call) => call.status === 'in-progress');
  const ringing = phone.calls.find((call) => call.status === 'ringing');
  const isCalled = ringing !== undefined && ringing.direction !== 'inbound';
  view.article.classList.toggle('is-ringing', isCalled);
  view.article.classList.toggle('is-talking', talking !== undefined || (ringing !== undefined && !isCalled));
  setText(view.state, stateOf(talking, ringing, isCalled));
  const [script, ...later] = phone.scripts;
  const simple = [...view.reaction.options].some((option) => option.value === script?.on);
  const reaction = script === undefined ? 'manual' : simple && later.length === 0 ? script.on : 'scripted';
  if (document.activeElement !== view.reaction) view.reaction.value = reaction;
  return isCalled;
}

function stateOf(talking, ringing, isCalled) {
  if (isCalled) return `Rings: call from ${called(ringing.from)}`;
  if (ringing !== undefined) return `Calls ${called(ringing.to)}…`;
  if (talking === undefined) return 'Idle';
  return `On the phone with ${called(talking.direction === 'inbound' ? talking.to : talking.from)}`;
}

/** Unchanged text is left alone, so that screen readers do not repeat it. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function showOwned(owned) {
  const list = document.getElementById('owned');
  const known = [...list.children].map((item) => item.dataset.number).join();
  if (known !== owned.map((phone) => phone.number).join()) {
    list.replaceChildren(
      ...owned.map((phone) => {
        const item = document.createElement('li');
        item.dataset.number = phone.number;
        item.textContent =
          phone.ownedAs === phone.number ? phone.number : `${phone.number} (${phone.ownedAs})`;
        return item;
      }),
    );
  }
  for (const { owned: select } of views.values()) {
    const present = [...select.options].map((option) => option.value).join();
    if (present === owned.map((phone) => phone.number).join()) continue;
    const chosen = select.value;
    select.replaceChildren(
      ...owned.map((phone) => {
        const option = document.createElement('option');
        option.value = phone.number;
        option.textContent = phone.ownedAs;
        option.selected = phone.number === chosen;
        return option;
      }),
    );
  }
}

async function showPhones() {
  const { phones } = await ask('GET', '/phones');
  names.clear();
  for (const { number, name } of phones) if (name !== null) names.set(number, name);
  const owned = phones.filter((phone) => phone.ownedAs !== null);
  // A phone that the simulator has forgotten (after a reset) goes.
  const people = phones.filter((phone) => phone.ownedAs === null || phone.calls.length > 0);
  const numbers = new Set(people.map((phone) => phone.number));
  for (const [number, view] of views) {
    if (numbers.has(number)) continue;
    view.article.remove();
    views.delete(number);
  }
  const ringing = people.map(showPhone).filter(Boolean).length;
  showOwned(owned);
  document.getElementById('no-phones').hidden = people.length > 0;
  document.title = ringing > 0 ? `(${ringing}) Phones` : 'Phones';
}

async function addPhone(input) {
  const number = input.value.trim();
  await ask('PUT', `/phones/${encodeURIComponent(number)}`, {});
  input.value = '';
  await showPhones();
  viewOf(number).article.focus();
}

document.getElementById('add-phone').addEventListener('submit', (event) => {
  event.preventDefault();
  addPhone(document.getElementById('new-number')).catch((error) => {
    setText(connection, error.message);
  });
});

async function follow() {
  let { latest } = await ask('GET', `/events?after=${2 ** 40}`);
  let after = Math.max(0, latest - shownAtStart);
  await showPhones();
  setText(connection, 'Live');
  for (;;) {
    const reply = await ask('GET', `/events?after=${after}&wait=25`);
    // The simulator was started anew.
    if (reply.latest < after) return;
    for (const event of reply.events) {
      after = event.sequence;
      const line = describe(event);
      if (line !== undefined && event.number !== undefined) {
        addLine(viewOf(event.number), event.time, ...line);
      }
    }
    await showPhones();
  }
}

for (;;) {
  try {
    await follow();
    for (const view of views.values()) view.transcript.replaceChildren();
  } catch {
    setText(connection, 'The simulator does not answer; trying again…');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const view of views.values()) view.transcript.replaceChildren();
  }
}
