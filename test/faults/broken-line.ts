import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Line = Awaited<ReturnType<typeof openLine>>;

type Loss = { readonly pattern: string; readonly what: 'request' | 'answer'; tell: () => void };

/** A line to a server on this machine that can be told to break at a certain word. */
export async function openLine(serverPort: number) {
  const sockets = new Set<Socket>();
  let loss: Loss | undefined;
  const server = createServer((client) => {
    const away = connect(serverPort, '127.0.0.1');
    let isDeaf = false;
    client.on('data', (data) => {
      const isMeant = loss !== undefined && data.includes(loss.pattern);
      if (!isMeant) return void away.write(data);
      const { what, tell } = loss ?? {};
      loss = undefined;
      isDeaf = true;
      if (what === 'answer') away.write(data);
      tell?.();
    });
    away.on('data', (data) => {
      if (!isDeaf) client.write(data);
    });
    for (const [socket, other] of [
      [client, away],
      [away, client],
    ] as const) {
      sockets.add(socket);
      // An end that breaks off is what this line is for.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const lose = (what: Loss['what'], pattern: string) =>
    new Promise<void>((resolve) => {
      loss = { what, pattern, tell: resolve };
    });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    /** The next request with this word reaches the server, and nothing comes back from then on. */
    loseAnswer: (pattern: string) => lose('answer', pattern),
    /** The next request with this word never arrives. */
    loseRequest: (pattern: string) => lose('request', pattern),
    /** Breaks every connection; new ones can be made at once. */
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
