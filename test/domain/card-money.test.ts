import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterCardNews,
  type CardMoney,
  type CardNews,
  type CardReport,
  newCardMoney,
  standingMinor,
} from '../../domain/card-money.ts';

const charged: CardNews = { kind: 'charged' };
const disputed = (state: 'open' | 'won' | 'lost', amountMinor = 100): CardNews => ({
  kind: 'disputed',
  disputeId: 'du_1',
  amountMinor,
  state,
});
const refunded = (refundedMinor: number): CardNews => ({ kind: 'refunded', refundedMinor });

function told(...news: CardNews[]): string[] {
  let money = newCardMoney('pi_1', 100);
  const lines: string[] = [];
  for (const piece of news) {
    const after = afterCardNews(money, piece);
    money = after.money;
    lines.push(...after.reports.map(inWords));
  }
  return lines;
}

function inWords(report: CardReport): string {
  if (report.kind === 'reversal') return `${report.paymentId} taken back: ${report.reason}`;
  const { paymentId, amountMinor, replaces } = report;
  const place = replaces ? ` for ${replaces.paymentId}: ${replaces.reason}` : '';
  return `${paymentId} pays ${amountMinor}${place}`;
}

describe('what a card was charged with', () => {
  test('is a payment once, however often it is told', () => {
    expect(told(charged, charged)).toEqual(['pi_1 pays 100']);
  });

  test('is taken back by a dispute, once, and comes again when it is won', () => {
    expect(told(charged, disputed('open'), disputed('open'), disputed('won'))).toEqual([
      'pi_1 pays 100',
      'pi_1 taken back: chargeback',
      'pi_1.2 pays 100 for pi_1: dispute_won',
    ]);
  });

  test('stays away when the dispute is lost', () => {
    expect(told(charged, disputed('open'), disputed('lost'))).toEqual([
      'pi_1 pays 100',
      'pi_1 taken back: chargeback',
    ]);
  });

  test('stands in part when a part is refunded or disputed', () => {
    expect(told(charged, refunded(30), refunded(50))).toEqual([
      'pi_1 pays 100',
      'pi_1.2 pays 70 for pi_1: refunded',
      'pi_1.3 pays 50 for pi_1.2: refunded',
    ]);
    expect(told(charged, disputed('open', 40), disputed('won', 40))).toEqual([
      'pi_1 pays 100',
      'pi_1.2 pays 60 for pi_1: chargeback',
      'pi_1.3 pays 100 for pi_1.2: dispute_won',
    ]);
  });

  test('is told before it is taken back, also when the news come the wrong way round', () => {
    expect(told(disputed('open'), charged)).toEqual([
      'pi_1 pays 100',
      'pi_1 taken back: chargeback',
    ]);
    expect(told(disputed('won'), disputed('open'), charged)).toEqual(['pi_1 pays 100']);
    expect(told(refunded(50), refunded(30))).toEqual([
      'pi_1 pays 100',
      'pi_1.2 pays 50 for pi_1: refunded',
    ]);
  });
});

/** News of one charge as Stripe may deliver them: each dispute opens before it is decided. */
const allNews = fc
  .record({
    refunds: fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 3 }),
    disputes: fc.array(
      fc.record({
        amountMinor: fc.integer({ min: 1, max: 1_000 }),
        end: fc.constantFrom('won' as const, 'lost' as const, null),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ refunds, disputes }): CardNews[] => [
    charged,
    ...refunds.map(refunded),
    ...disputes.flatMap(({ amountMinor, end }, index): CardNews[] => {
      const dispute = { kind: 'disputed' as const, disputeId: `du_${index}`, amountMinor };
      const states = end === null ? (['open'] as const) : (['open', end] as const);
      return states.map((state) => ({ ...dispute, state }));
    }),
  ]);

test('in any order and told any number of times, the same stands, and the books hold just that', () => {
  fc.assert(
    fc.property(
      allNews.chain((news) =>
        fc.record({
          news: fc.constant(news),
          // Each piece at least once, in any order, with repeats.
          told: fc.array(fc.nat({ max: news.length - 1 }), { maxLength: 8 }).chain((again) => {
            const indexes = [...news.keys(), ...again];
            return fc
              .shuffledSubarray([...indexes.keys()], { minLength: indexes.length })
              .map((places) => places.map((place) => indexes[place] ?? 0));
          }),
        }),
      ),
      ({ news, told: order }) => {
        const inOrder = tellAll(news, [...news.keys()]);
        const shuffled = tellAll(news, order);
        expect(standingMinor(shuffled.money)).toBe(standingMinor(inOrder.money));
        for (const { money, standing } of [inOrder, shuffled]) {
          const sum = [...standing.values()].reduce((total, minor) => total + minor, 0);
          expect(sum).toBe(standingMinor(money));
          expect(standing.size).toBeLessThanOrEqual(1);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

/** Books that take a payment by its id once, and refuse to take back what never came. */
function tellAll(news: readonly CardNews[], order: readonly number[]) {
  let money: CardMoney = newCardMoney('pi_1', 1_000);
  const standing = new Map<string, number>();
  const paid = new Set<string>();
  for (const index of order) {
    const piece = news[index];
    if (!piece) continue;
    const after = afterCardNews(money, piece);
    money = after.money;
    for (const report of after.reports) {
      const gone = report.kind === 'payment' ? report.replaces : report;
      if (gone) expect(paid.has(gone.paymentId)).toBe(true);
      if (gone) standing.delete(gone.paymentId);
      if (report.kind === 'reversal') continue;
      expect(paid.has(report.paymentId)).toBe(false);
      paid.add(report.paymentId);
      standing.set(report.paymentId, report.amountMinor);
    }
  }
  return { money, standing };
}
