// The proof of work that keeps robots out: ALTCHA's protocol, version 2. The number is looked for whose key, derived from
// the nonce and it, begins with the prefix. The browser derives keys outside the page's thread, several at once.

const TOGETHER = 8;
const PATIENCE_MS = 60_000;

const read = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const write = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const solve = async (challenge) => {
  const { algorithm, cost, keyLength, keyPrefix, nonce, salt } = challenge.parameters;
  const [name, hash] = algorithm.split('/');
  const derivation = { name, hash, iterations: cost, salt: read(salt) };
  const start = read(nonce);
  const derive = async (counter) => {
    const password = new Uint8Array(start.length + 4);
    password.set(start);
    new DataView(password.buffer).setUint32(start.length, counter);
    const key = await crypto.subtle.importKey('raw', password, name, false, ['deriveBits']);
    return write(await crypto.subtle.deriveBits(derivation, key, keyLength * 8));
  };
  const begun = performance.now();
  for (let first = 0; performance.now() - begun < PATIENCE_MS; first += TOGETHER) {
    const keys = await Promise.all(Array.from({ length: TOGETHER }, (_, place) => derive(first + place)));
    const found = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (found >= 0) {
      const time = Math.round(performance.now() - begun);
      const solution = { counter: first + found, derivedKey: keys[found], time };
      return btoa(JSON.stringify({ challenge, solution }));
    }
  }
  throw new Error('too slow');
};

// Asks for a challenge and answers it. Browsers derive no keys for pages without TLS: there it fails.
export const prove = async (api) => {
  const response = await fetch(`${api}/api/v1/public/challenge`, { credentials: 'omit' });
  if (!response.ok) throw new Error(`challenge: ${response.status}`);
  return solve(await response.json());
};
