// The hosted page: the address chooses where the journey starts. The token of a management link stays behind
// the "#", which browsers send to nobody.

const PARAMETERS = { agence: 'agency', competence: 'skill', theme: 'theme', canal: 'channel', campagne: 'campaign', lang: 'lang' };
const TITLES = {
  fr: ['Prendre rendez-vous', 'Mon rendez-vous'],
  en: ['Book an appointment', 'My appointment'],
};

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

read();
addEventListener('hashchange', read);
document.getElementById('booking').append(booking);
