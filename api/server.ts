import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Services } from './services.ts';

export type ApiOptions = Services & {
  /** 0 for any that is free. */
  readonly port: number;
  /** The address of this machine to listen on. */
  readonly host: string;
};

export type RunningApi = {
  readonly url: string;
  /** Takes no new requests, finishes those under way, then closes. */
  readonly stop: () => Promise<void>;
};

/** Requests that take longer than this when the API stops are cut off, in milliseconds. */
const graceMs = 20_000;

/** Starts to listen. Fails with a plain sentence when the port is taken or may not be used. */
export async function startApi({ port, host, ...services }: ApiOptions): Promise<RunningApi> {
  const stopping = new AbortController();
  const { fetch } = createApp({ ...services, stopping: stopping.signal });
  const listener = getRequestListener(fetch);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await listening(server, port, host);
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${authority}:${bound}`,
    stop: () => {
      stopping.abort();
      return stopped(server);
    },
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(sentenceOf(error, `${host}:${port}`), { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, where: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `The API cannot listen on ${where}: something else does. Stop it, or set another PORT.`;
    case 'EACCES':
      return `The API may not listen on ${where}. Set a PORT above 1023.`;
    default:
      return `The API cannot listen on ${where}: ${message}`;
  }
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that is kept alive counts as open until it is idle and closed.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
