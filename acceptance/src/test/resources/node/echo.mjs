// A WebSocket server that echoes messages. It is run in the folder that has its packages.
import { createRequire } from 'node:module';

const { WebSocketServer } = createRequire(process.cwd() + '/')('ws');
const MOST_BYTES = 64 * 1024 * 1024;

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: true,
  maxPayload: MOST_BYTES,
  maxFragments: 0, // no limit: the Autobahn suite sends 65,536 in a message
});

server.on('listening', () => console.log('listening on ' + server.address().port));
server.on('connection', (socket) => {
  socket.on('error', () => {}); // the suite breaks the rules; ws answers that itself
  socket.on('message', (message, isBinary) => socket.send(message, { binary: isBinary }));
});
