import type { DisputeLetterLanguage } from './words.ts';

const bills = (count: number) => (count === 1 ? 'your next bill' : `your next ${count} bills`);
const lines = (count: number, positions: string) => `line${count === 1 ? '' : 's'} ${positions}`;

export const en: DisputeLetterLanguage = {
  locale: 'en-GB',
  dates: { dateStyle: 'long' },
  times: { dateStyle: 'long', timeStyle: 'short' },
  reasons: {
    not_understood: 'I do not understand the bill',
    wrong_price: 'The price is wrong',
    not_delivered: 'I did not receive it',
    quality: 'The quality was not right',
    duplicate: 'I was charged twice',
    not_mine: 'This is not mine',
    wants_smaller_contract: 'I want a smaller contract',
    cannot_pay_now: 'I cannot pay now',
    leaving_for_competitor: 'I am thinking of moving to another provider',
    other: 'Something else',
  },
  greeting: (customerName) => `Dear ${customerName},`,
  closing: (sellerName) => `Kind regards,\n${sellerName}`,
  instalment: ({ amount, on }) => `${amount} by ${on}`,
  grants: {
    percent_off_lines: ({ rate, positions, positionCount }) =>
      `We take ${rate} off ${lines(positionCount, positions)} of this bill.`,
    amount_off_lines: ({ worth, positions, positionCount }) =>
      `We take ${worth} off ${lines(positionCount, positions)} of this bill.`,
    percent_off_next_bills: ({ rate, bills: count }) => `You get ${rate} off ${bills(count)}.`,
    amount_off_next_bills: ({ amount, bills: count }) =>
      `You get ${amount} before tax off ${count === 1 ? bills(1) : `each of ${bills(count)}`}.`,
    free_months: ({ bills: count }) =>
      `You do not pay for ${bills(count)}: we take all of ${count === 1 ? 'it' : 'them'}.`,
    waive_charges: () => 'We waive the interest and fees that were charged for being late.',
    goodwill_credit: ({ worth }) => `We credit you ${worth} on this bill.`,
    better_price: ({ serviceName, amount, bills: count }) =>
      `You pay ${amount} before tax for ${serviceName} on ${bills(count)}.`,
  },
  letters: {
    received: {
      subject: ({ invoiceNumber }) => `We have your question about invoice ${invoiceNumber}`,
      body: ({ invoiceNumber, reason, answerBy, held, rest, isReopened }) => [
        isReopened
          ? `We have taken up your question about invoice ${invoiceNumber} again.`
          : `Thank you for your question about invoice ${invoiceNumber}.` +
            (reason ? ` We noted: “${reason}”.` : ''),
        `A person will answer you by ${answerBy}. Until then you do not have to do anything.`,
        held &&
          `${held} of the bill waits for our answer: no reminders go out for it and no interest ` +
            `is charged.${rest ? ` The other ${rest} stay due as agreed.` : ''}`,
      ],
    },
    answered: {
      subject: ({ invoiceNumber }) => `Our answer to your question about invoice ${invoiceNumber}`,
      body: ({ invoiceNumber, explanation, decideBy }) => [
        `You asked about invoice ${invoiceNumber}. Here is our answer:`,
        explanation,
        decideBy && `We are still working on it and will tell you our decision by ${decideBy}.`,
      ],
    },
    waiting: {
      subject: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: a second person looks at it`,
      body: ({ invoiceNumber, until }) => [
        `We have a proposal for your question about invoice ${invoiceNumber}. For a decision of ` +
          'this kind a second person looks at it before it counts.',
        `You will hear from us by ${until}. Until then what you asked about keeps waiting.`,
      ],
    },
    explained: {
      subject: ({ invoiceNumber }) => `Invoice ${invoiceNumber} explained`,
      body: ({ invoiceNumber, explanation }) => [
        `We have looked at your question about invoice ${invoiceNumber}:`,
        explanation,
      ],
    },
    corrected: {
      subject: ({ invoiceNumber }) => `We have corrected invoice ${invoiceNumber}`,
      body: ({ invoiceNumber, creditNote, amount, newInvoice, explanation }) => [
        `We have corrected invoice ${invoiceNumber}: credit note ${creditNote} takes ` +
          `${amount} off it.${newInvoice ? ` Its place is taken by invoice ${newInvoice}.` : ''}`,
        explanation,
      ],
    },
    granted: {
      subject: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: what we do for you`,
      body: ({ invoiceNumber, grant, worth, creditNote, explanation }) => [
        `We have looked at your question about invoice ${invoiceNumber} and decided:`,
        `${grant} In all this is worth ${worth} to you.` +
          (creditNote ? ` It is booked with credit note ${creditNote}.` : ''),
        explanation,
      ],
    },
    promised: {
      subject: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: when you will pay`,
      body: ({ invoiceNumber, instalments }) => [
        `Thank you for telling us when you can pay invoice ${invoiceNumber}. We have agreed on:`,
        instalments,
        'As long as you keep to it, no reminders go out.',
      ],
    },
    rejected: {
      subject: ({ invoiceNumber }) => `Invoice ${invoiceNumber}: our decision`,
      body: ({ invoiceNumber, explanation }) => [
        `We have looked at invoice ${invoiceNumber} with care. It stays as it is, and this is why:`,
        explanation,
      ],
    },
    changed: {
      subject: ({ invoiceNumber }) =>
        `Your contract changes after your question (${invoiceNumber})`,
      body: ({ invoiceNumber, change, from }) => [
        `After your question about invoice ${invoiceNumber} we have changed your contract:`,
        change,
        from && `This counts from ${from} on.`,
      ],
    },
    default_decision: {
      subject: ({ invoiceNumber, amount }) =>
        amount
          ? `Invoice ${invoiceNumber}: decided in your favour`
          : `Invoice ${invoiceNumber}: we did not keep our promise`,
      body: ({ invoiceNumber, promisedBy, amount, creditNote }) => [
        `We promised to settle your question about invoice ${invoiceNumber} by ${promisedBy}, and ` +
          'we did not keep that promise. We are sorry.',
        amount
          ? `So we have decided in your favour: you get ${amount}.` +
            (creditNote ? ` It is booked with credit note ${creditNote}.` : '')
          : 'Your bill stays as it is; its page explains every line. If that does not answer your ' +
            'question, take it up again: then a more experienced colleague looks at it.',
      ],
    },
    withdrawn: {
      subject: ({ invoiceNumber }) => `Your question about invoice ${invoiceNumber} is withdrawn`,
      body: ({ invoiceNumber }) => [
        `You have withdrawn your question about invoice ${invoiceNumber}, and we have closed it.`,
      ],
    },
    moot: {
      subject: ({ invoiceNumber }) => `Your question about invoice ${invoiceNumber} is settled`,
      body: ({ invoiceNumber }) => [
        `What you asked about on invoice ${invoiceNumber} is no longer open, so we have closed your ` +
          'question.',
      ],
    },
    satisfaction: {
      subject: ({ invoiceNumber }) => `How did we handle your question about ${invoiceNumber}?`,
      body: ({ invoiceNumber }) => [
        `Your question about invoice ${invoiceNumber} is closed. How satisfied are you with how we ` +
          'handled it? One press is enough:',
      ],
    },
  },
  stillOpen: (amount) =>
    amount ? `${amount} of the bill is still to be paid.` : 'Nothing of the bill is left to pay.',
  reopen: (until) => `Does this not settle it? You can take your question up again until ${until}.`,
  seeQuestion: (link) => `See your bill and where your question stands: ${link}`,
  scores: ['not at all', 'a little', 'fairly', 'well', 'very well'],
  replyWithScore: 'Please reply to this letter with the figure.',
};
