// A visitor of undici: says what it did, one line each, and fails where something is wrong.
//
//   client.js URL CA-FILE|- 1.1|2
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, H2CClient, WebSocket, request } from 'undici';

const [url, ca, version] = process.argv.slice(2);
const trust = ca === '-' ? {} : { ca: readFileSync(ca) };
const lookup = (host, options, found) =>
  options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
const connect = { ...trust, lookup };
const dispatcher =
  version === '2' && ca === '-'
    ? new H2CClient(url, { connect, pipelining: 100, maxConcurrentStreams: 100 })
    : new Agent({ connect, allowH2: version === '2' });

async function visit(path, options) {
  const { statusCode, headers, body, trailers } = await request(url + path, { dispatcher, ...options });
  const text = await body.text();
  assert.equal(statusCode, 200);
  return { text, headers, trailers };
}

async function* pieces() {
  for (let i = 0; i < 30; i++) {
    yield 'portsicle'.repeat(1_000);
  }
}

const hello = await visit('/hello?a=%2F');
assert.equal(hello.text, 'hello a=%2F');
console.log('get', hello.headers['x-via']);

const echo = await visit('/echo', { method: 'POST', body: pieces() });
assert.equal(echo.text, 'portsicle'.repeat(30_000));
if (version === '1.1') {
  assert.equal(echo.trailers['x-bytes'], '270000');
}
console.log('post');

const all = await Promise.all(Array.from({ length: 10 }, () => visit('/together')));
assert.deepEqual(all.map(({ text }) => text), Array(10).fill('together'));
console.log('together');
await dispatcher.close();

await new Promise((done, failed) => {
  const socket = new WebSocket(url.replace('http', 'ws') + '/socket', { dispatcher: new Agent({ connect }) });
  const left = ['one', 'x'.repeat(30_000)];
  socket.onopen = () => socket.send(left[0]);
  socket.onerror = ({ error }) => failed(error);
  socket.onmessage = ({ data }) => {
    assert.equal(data, left.shift());
    left.length > 0 ? socket.send(left[0]) : socket.close(1000);
  };
  socket.onclose = ({ code }) => (code === 1000 ? done() : failed(new Error(`closed with ${code}`)));
});
console.log('websocket');
console.log(JSON.parse(readFileSync(new URL('node_modules/undici/package.json', import.meta.url))).version);
process.exit(0);
