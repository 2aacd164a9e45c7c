import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import type { Context } from 'hono';
import { putBankFile } from '../db/bank-inbox.ts';
import { sellersOfAccounts } from '../db/bank-sellers.ts';
import { readStatementFile } from '../db/bank-statement-file.ts';
import { statementSummaries } from '../db/bank-statements.ts';
import { statementSizeMax } from '../db/bank-xml.ts';
import { BankFile } from '../db/entities/bank.ts';
import { refuse } from '../domain/errors.ts';
import { bankImportWorkflowId } from '../workflows/messages.ts';
import { bankImportStartOptions } from '../workflows/start-options.ts';
import { guarded } from './auth.ts';
import { bankFileExample, bankFileSchema, statementView } from './bank-summary-view.ts';
import { answer, located, refusals, withBody } from './document.ts';
import type { ApiEnv } from './environment.ts';
import * as fields from './fields.ts';
import { problemResponse } from './problems.ts';
import { newResource } from './resource.ts';
import type { AllServices } from './services.ts';
import { callTimeoutMs, within } from './temporal.ts';

const tags = ['Bank'];

/** The one route whose bodies may be larger than all others'. */
export const bankStatementsPath = '/bank/statements';

const xmlExample =
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>' +
  '<!-- as the bank sends it --></BkToCstmrStmt></Document>';

const accepted = z
  .object({ fileId: z.uuid(), workflowId: z.string(), statements: z.int(), entries: z.int() })
  .openapi('BankFileAccepted');

const { middleware: writesPayments, security } = guarded('payments:write');

/** A statement is larger than anything else that is sent here, but has a limit too. */
const limited = bodyLimit({
  maxSize: statementSizeMax,
  onError: (c) =>
    problemResponse(c, {
      code: 'body_too_large',
      detail: `A file of statements holds at most ${statementSizeMax / 1024 / 1024} MB.`,
    }),
});

const importStatements = createRoute({
  method: 'post',
  path: bankStatementsPath,
  operationId: 'importBankStatements',
  tags,
  summary: 'Import a bank’s statements',
  description:
    'A file in camt.053, as the bank sends it, with the media type application/xml. Its payments ' +
    'are matched with what is owed, by reference, then by amount and name; the rest goes to the ' +
    'list for a person. A file that cannot be read is refused and nothing of it is kept. Safe to ' +
    'repeat, also with statements that overlap: a payment is booked once.',
  middleware: [writesPayments, limited],
  security,
  request: {
    query: z.object({
      seller: fields.sellerCode.optional().openapi({
        description: 'Whose account it is; needed only where no invoice names the account.',
      }),
    }),
    body: {
      required: true,
      content: { 'application/xml': { schema: z.string(), example: xmlExample } },
    },
  },
  responses: {
    202: {
      ...located,
      ...answer('The file is kept, and is being imported.', accepted, {
        fileId: bankFileExample.fileId,
        workflowId: `bank-import/${bankFileExample.fileId}`,
        statements: 1,
        entries: 2,
      }),
    },
    ...refusals(
      ...withBody,
      'query_invalid',
      'seller_unknown',
      'statement_invalid',
      'temporal_unavailable',
    ),
  },
});

const readFile = createRoute({
  method: 'get',
  path: '/bank/statements/{fileId}',
  operationId: 'readBankStatements',
  tags,
  summary: 'Read what became of a file of statements',
  description: 'Sums of its entries by what they were matched with; together the statement’s own.',
  ...guarded('payments:read'),
  request: { params: z.object({ fileId: z.uuid().openapi({ example: bankFileExample.fileId }) }) },
  responses: {
    200: answer('The file.', bankFileSchema, bankFileExample),
    ...refusals('query_invalid', 'bank_file_unknown'),
  },
});

export function bankStatementRoutes({ database, temporal, clock }: AllServices) {
  return newResource()
    .openapi(importStatements, async (c) => {
      const seller = c.req.valid('query').seller ?? null;
      const bytes = await xmlBody(c);
      const statements = readStatementFile(bytes);
      const em = database.em.fork();
      const accounts = statements.map(({ account }) => account);
      await sellersOfAccounts(em, accounts, seller);
      const importedBy = c.get('caller').name;
      const { fileId } = await putBankFile(em, {
        bytes,
        name: 'statement.xml',
        receivedBy: importedBy,
        receivedAt: new Date(clock()),
      });
      await within(temporal, callTimeoutMs, () =>
        temporal.workflow.start(
          'bankImport',
          bankImportStartOptions({ fileId, seller, importedBy }),
        ),
      );
      c.header('Location', `/v1/bank/statements/${fileId}`);
      const entries = statements.reduce((sum, statement) => sum + statement.entries.length, 0);
      const workflowId = bankImportWorkflowId({ fileId });
      return c.json({ fileId, workflowId, statements: statements.length, entries }, 202);
    })
    .openapi(readFile, async (c) => {
      const { fileId } = c.req.valid('param');
      const em = database.em.fork();
      const file = await em.findOne(BankFile, { id: fileId });
      if (!file) return refuse('bank_file_unknown', `There is no file of statements ${fileId}.`);
      const summaries = await statementSummaries(em, fileId, null);
      const view = {
        fileId,
        name: file.name,
        receivedAt: file.receivedAt.toISOString(),
        receivedBy: file.receivedBy,
        isRead: summaries.length > 0,
        statements: summaries.map(statementView),
      };
      return c.json(view, 200);
    });
}

async function xmlBody(c: Context<ApiEnv>): Promise<Uint8Array> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^(?:application|text)\/xml\b/i.test(type)) {
    const sentence =
      'Send the statements as they are, with the header "Content-Type: application/xml".';
    refuse('media_type_unsupported', sentence);
  }
  return new Uint8Array(await c.req.arrayBuffer());
}
