// The hosted page: the address chooses where the journey starts. The token of a management link stays behind
// the "#", which browsers send to nobody.

const PARAMETERS = { agence: 'agency', competence: 'skill', theme: 'theme', canal: 'channel', campagne: 'campaign', lang: 'lang' };
const TITLES = {
  fr: ['Prendre rendez-vous', 'Mon rendez-vous'],
  en: ['Book an appointment', 'My appointment'],
};

const LOST = {
  fr: 'La prise de rendez-vous n’a pas pu s’afficher. Rechargez la page, ou prenez rendez-vous par téléphone ou en agence.',
  en: 'Booking could not be displayed. Reload the page, or book by phone or at a branch.',
};

const main = document.getElementById('booking');
const booking = document.createElement('creno-booking');

const read = () => {
  const query = new URLSearchParams(location.search);
  for (const [parameter, attribute] of Object.entries(PARAMETERS)) {
    const value = query.get(parameter);
    if (value) booking.setAttribute(attribute, value);
  }
  const lang = query.get('lang') === 'en' ? 'en' : 'fr';
  document.documentElement.lang = lang;
  const token = new URLSearchParams(location.hash.slice(1)).get('rendez-vous');
  if (token) booking.setAttribute('manage', token);
  else booking.removeAttribute('manage');
  document.title = TITLES[lang][token ? 1 : 0];
  document.getElementById('title').textContent = document.title;
};

// In a page where the widget may not run, this one stands in a frame: the loader there shows it as the widget itself.
// Both sides listen to each other only. The loader speaks first to be known; until then nothing but a hello is said.
const enter = () => {
  let origin = '';
  let steps = 0;
  const say = (message) => origin && parent.postMessage(message, origin);
  const show = () => booking.isConnected || main.append(booking);
  document.documentElement.classList.add('framed');
  addEventListener('message', ({ data, source, origin: from }) => {
    if (source !== parent || origin || data?.creno !== 'welcome') return;
    origin = from;
    if (typeof data.prefill === 'string') booking.setAttribute('prefill', data.prefill);
    show();
    const measure = () => say({ creno: 'height', value: Math.ceil(main.getBoundingClientRect().height) });
    new ResizeObserver(measure).observe(main);
  });
  for (const name of ['ready', 'step', 'held', 'booked', 'error']) {
    booking.addEventListener(`creno:${name}`, ({ detail }) => {
      say({ creno: name, detail });
      // On arrival the page around stays where it is.
      if (name === 'step' && (steps += 1) > 1) say({ creno: 'top' });
    });
  }
  parent.postMessage({ creno: 'hello' }, '*');
  // A frame that nobody answers is still a place to book.
  setTimeout(show, 1_000);
};

read();
addEventListener('hashchange', read);
// Nothing else is left to lead to from here.
booking.addEventListener('creno:error', ({ detail }) => {
  if (detail?.code !== 'refused') return;
  const words = document.createElement('p');
  words.textContent = LOST[document.documentElement.lang];
  main.replaceChildren(words);
});
if (parent !== window && new URLSearchParams(location.search).has('cadre')) {
  enter();
} else {
  document.querySelector('header').hidden = false;
  main.append(booking);
}
