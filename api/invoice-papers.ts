import { createRoute, z } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { readPaperFacts } from '../db/paper-facts.ts';
import { paperContent } from '../domain/paper/content.ts';
import { guarded } from './auth.ts';
import { refusals } from './document.ts';
import * as fields from './fields.ts';
import { readLogo } from '../papers/logos.ts';
import { paperPage, paperPolicy } from '../papers/page.ts';
import { paperPdf } from '../papers/pdf.ts';
import { sellerNamed } from './parties.ts';
import { newResource } from './resource.ts';
import type { Services } from './services.ts';

const { middleware: mayRead, security } = guarded('invoices:read');

/** What both routes share: the same invoice, asked for and refused in the same way. */
const common = {
  method: 'get' as const,
  tags: ['Invoices'],
  security,
  middleware: [mayRead, etag()],
  request: {
    params: z.object({ number: fields.invoiceNumber }),
    query: z.object({ seller: fields.sellerCode.optional() }),
  },
};

const refused = refusals('query_invalid', 'invoice_unknown', 'seller_unknown', 'seller_missing');

const kept = {
  ETag: z.string().openapi({ description: 'Send it as `If-None-Match` to be spared a copy.' }),
};

const notModified = { 304: { description: 'It is the one that you have.' } };

const readInvoicePdf = createRoute({
  ...common,
  path: '/invoices/{number}/pdf',
  operationId: 'readInvoicePdf',
  summary: 'Read an invoice as PDF',
  description:
    'The paper in the customer’s language, as PDF/A-3 and PDF/UA-1. The same invoice is the same ' +
    'file, byte for byte. Credit notes are found by their number too.',
  responses: {
    200: {
      description: 'The file.',
      headers: z.object({ ...kept, 'Content-Disposition': z.string() }),
      content: {
        'application/pdf': {
          schema: z.string().openapi({ format: 'binary' }),
          example: '%PDF-1.7 …',
        },
      },
    },
    ...notModified,
    ...refused,
  },
});

const readInvoicePage = createRoute({
  ...common,
  path: '/invoices/{number}/page',
  operationId: 'readInvoicePage',
  summary: 'Read an invoice as a page',
  description: 'The same paper for a browser: one file that loads nothing and runs nothing.',
  responses: {
    200: {
      description: 'The page.',
      headers: z.object({ ...kept, 'Content-Language': z.string() }),
      content: { 'text/html': { schema: z.string(), example: '<!doctype html>…' } },
    },
    ...notModified,
    ...refused,
  },
});

/** A customer's paper is nobody else's to keep, and whoever keeps it asks again before use. */
const caching = { 'Cache-Control': 'private, no-cache' };

export function invoicePaperRoutes({ database, logoFolder }: Services) {
  const read = async (seller: string | undefined, number: string) => {
    const em = database.em.fork();
    const sellerOf = await sellerNamed(em, seller);
    const [facts, logo] = await Promise.all([
      readPaperFacts(em, sellerOf, number),
      readLogo(logoFolder, sellerOf.code),
    ]);
    return { content: paperContent(facts), logo };
  };

  return newResource()
    .openapi(readInvoicePdf, async (c) => {
      const { number } = c.req.valid('param');
      const { content, logo } = await read(c.req.valid('query').seller, number);
      return c.body(paperPdf(content, logo), 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `inline; filename="${number.replaceAll('/', '-')}.pdf"`,
        ...caching,
      });
    })
    .openapi(readInvoicePage, async (c) => {
      const { number } = c.req.valid('param');
      const { content, logo } = await read(c.req.valid('query').seller, number);
      c.header('Content-Security-Policy', paperPolicy);
      return c.body(String(await paperPage(content, logo)), 200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Language': content.language,
        ...caching,
      });
    });
}
