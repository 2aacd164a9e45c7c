/** The customer's page of one bill: public, opened by a signed link, without any script. */
import { Hono } from 'hono';
import { timeout } from 'hono/timeout';
import { readPaperFacts } from '../../db/paper-facts.ts';
import { paperContent } from '../../domain/paper/content.ts';
import { tooLate } from '../failures.ts';
import { paperPdf } from '../../papers/pdf.ts';
import type { AllServices } from '../services.ts';
import { type Asking, billOf, failedPage, show } from './answer.ts';
import { billPage } from './bill-view.ts';
import { type BillPageEnv, billPageHeaders, openBill, ownForms, refuseLink } from './guard.ts';
import { showPromiseForm, takePromise } from './promise.ts';
import { askQuestion, showQuestionForm } from './question.ts';
import { keepSatisfaction, showSatisfaction } from './satisfaction.ts';
import { reopenQuestion, showStanding, withdrawQuestion } from './standing.ts';

export function billPageRoutes(services: AllServices): Hono<BillPageEnv> {
  const app = new Hono<BillPageEnv>();
  const question = '/bill/:token/questions/:disputeId';
  const score = '/bill/:token/satisfaction/:disputeId/:score';
  app.onError(failedPage(services));
  app.use(
    '/bill/:token/*',
    billPageHeaders,
    timeout(services.answerTimeoutMs, tooLate),
    ownForms(services),
    openBill(services),
  );
  app.get('/bill/:token', showBill(services));
  app.get('/bill/:token/papers/:number', showPaper(services));
  app.get('/bill/:token/question', showQuestionForm(services));
  app.post('/bill/:token/question', askQuestion(services));
  app.get(question, showStanding(services));
  app.post(`${question}/withdraw`, withdrawQuestion(services));
  app.post(`${question}/reopen`, reopenQuestion(services));
  app.get('/bill/:token/promise', showPromiseForm());
  app.post('/bill/:token/promise', takePromise(services));
  app.get(score, showSatisfaction(services));
  app.post(score, keepSatisfaction(services));
  return app;
}

function showBill(services: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { opened, paper, questions } = await billOf(c, services);
    return show(c, billPage(opened, paper, questions));
  };
}

/** The bill itself or one of its credit notes as PDF, as it was issued. */
function showPaper({ database }: AllServices) {
  return async (c: Asking): Promise<Response> => {
    const { bill, logo } = c.get('opened');
    const number = c.req.param('number') ?? '';
    const own = [bill.number, ...bill.creditNotes.map((note) => note.number)];
    if (!own.includes(number)) return refuseLink();
    const facts = await readPaperFacts(database.em.fork(), bill.seller, number);
    return c.body(paperPdf(paperContent(facts), logo), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${number.replaceAll('/', '-')}.pdf"`,
    });
  };
}
