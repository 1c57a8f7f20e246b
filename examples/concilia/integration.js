// What the CRM of /demo/integration received, as it comes. The browser reconnects by itself, and asks for what came since.
const KEPT = 50;
const KINDS = {
  'appointment.created': ['Rendez-vous pris', 'is-created'],
  'appointment.updated': ['Rendez-vous modifié', 'is-updated'],
  'appointment.cancelled': ['Rendez-vous annulé', 'is-cancelled'],
  'webhook.test': ['Essai', 'is-test'],
};
const CHANNELS = { office: 'en agence', video: 'en visioconférence', phone: 'par téléphone' };

const find = (name) => document.querySelector(`[data-testid="crm-${name}"]`);
const [list, state, empty, news] = ['list', 'state', 'empty', 'news'].map(find);
const template = document.querySelector('#delivery');
const shown = new Set();
let caughtUp = false;

function moment(instant, zone) {
  const format = new Intl.DateTimeFormat('fr-FR', {
    weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone,
  });
  return `${format.format(new Date(instant))} (${zone})`;
}

function facts({ data = {} }) {
  const rows = [];
  const start = data.changes?.start;
  if (data.start) rows.push(['Quand', moment(data.start, data.timezone)]);
  if (start) rows.push(['Avant', moment(start.before, data.timezone)]);
  if (data.theme) rows.push(['Thème', data.theme.name]);
  if (data.agency) rows.push(['Où', `${data.agency.name}, ${CHANNELS[data.channel] ?? data.channel}`]);
  if (data.staff) rows.push(['Avec', data.staff.name]);
  if (data.client) rows.push(['Client', [data.client.name, data.client.email, data.client.phone].filter(Boolean).join(' · ')]);
  if (data.message) rows.push(['Message', data.message]);
  return rows;
}

function card(entry) {
  const event = entry.event ?? {};
  const data = event.data ?? {};
  const item = template.content.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-part="${name}"]`);
  const [kind, style] = KINDS[event.type] ?? ['Message refusé', 'is-cancelled'];
  item.classList.add(style);
  part('kind').textContent = entry.again ? `${kind} (reçu de nouveau)` : kind;
  part('reference').textContent = data.reference ?? '';
  const received = new Date(entry.received_at);
  part('received').dateTime = entry.received_at;
  part('received').textContent = `reçu à ${received.toLocaleTimeString('fr-FR')}`;
  for (const [name, value] of facts(event)) {
    const term = document.createElement('dt');
    const description = document.createElement('dd');
    term.textContent = name;
    description.textContent = value;
    part('facts').append(term, description);
  }
  const signature = part('signature');
  signature.textContent = entry.verified ? '✓ Signature vérifiée' : '✗ Signature refusée';
  signature.classList.toggle('is-wrong', !entry.verified);
  if (data.back_office_url) part('link').href = data.back_office_url;
  else part('link').parentElement.remove();
  if (entry.event) part('body').textContent = JSON.stringify(event, null, 2);
  else part('body').parentElement.remove();
  return item;
}

function show(entry) {
  if (shown.has(entry.number)) return;
  shown.add(entry.number);
  const item = card(entry);
  if (caughtUp) {
    item.classList.add('is-new');
    const [kind, reference] = ['kind', 'reference'].map((name) => item.querySelector(`[data-part="${name}"]`).textContent);
    const signature = entry.verified ? 'signature vérifiée' : 'signature refusée';
    news.textContent = `Reçu dans le CRM : ${kind} ${reference}, ${signature}.`;
  }
  list.prepend(item);
  while (list.children.length > KEPT) list.lastElementChild.remove();
  empty.hidden = true;
}

const source = new EventSource('/demo/crm/events');
source.addEventListener('open', () => {
  state.textContent = 'En direct';
  state.classList.add('is-live');
});
source.addEventListener('delivery', (message) => show(JSON.parse(message.data)));
// What came before the page was opened is there; what comes next is news.
source.addEventListener('current', () => {
  caughtUp = true;
});
source.addEventListener('error', () => {
  state.textContent = 'Connexion perdue, nouvel essai…';
  state.classList.remove('is-live');
});
