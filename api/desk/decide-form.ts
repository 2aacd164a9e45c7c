/** The fields of each decision, filled with what was typed so far. */
import type { DecideFacts } from './decide-facts.ts';
import type { FieldView } from './decide-view.ts';
import type { GrantVariant } from './decide-variants.ts';
import type { DecisionKind } from './views.ts';
import { type Form, textIn } from './visit.ts';
import { moneyWords } from './words.ts';

/** How many instalments a promise has at most at the desk. */
export const instalmentsMax = 3;

export function fieldsOf(
  kind: DecisionKind,
  variant: string,
  facts: DecideFacts,
  form: Form,
): FieldView[] {
  switch (kind) {
    case 'grant':
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `variantOf` gave it
      return [...grantFields(variant as GrantVariant, facts, form), words(facts, form, false)];
    case 'correct':
      return [
        ...(variant === 'lines' ? [amounts(facts, form, 'How much was wrong on which line?')] : []),
        words(facts, form, true),
      ];
    case 'promise':
      return [...instalments(facts, form), words(facts, form, false)];
    case 'explain':
    case 'change':
    case 'reject':
      return [words(facts, form, true)];
  }
}

function grantFields(variant: GrantVariant, facts: DecideFacts, form: Form): FieldView[] {
  const { currency } = facts;
  const value = (name: string) => textIn(form, name);
  const bills: FieldView = {
    ...{ type: 'number', name: 'bills', label: 'On how many bills?', unit: 'bills' },
    ...{ hint: 'Beginning with the next one.', value: value('bills') },
  };
  const percent: FieldView = {
    ...{ type: 'number', name: 'percent', label: 'How much?', unit: '%', hint: '' },
    value: value('percent'),
  };
  switch (variant) {
    case 'amount_off_lines':
      return [amounts(facts, form, 'How much off which line?')];
    case 'percent_off_lines':
      return [lineChoices(facts, form), percent];
    case 'goodwill_credit':
      return [money('amount', 'How much?', 'With tax; shared over the lines of the bill.')];
    case 'waive_charges':
      return [chargeChoices(facts, form)];
    case 'percent_off_next_bills':
      return [percent, bills];
    case 'amount_off_next_bills':
      return [money('amount', 'How much off each?', 'Before tax.'), bills];
    case 'free_months':
      return [{ ...bills, name: 'months', label: 'How many bills?', value: value('months') }];
    case 'better_price':
      return [
        serviceChoices(facts, form),
        money('amount', 'At which price?', 'For one unit, before tax.'),
        bills,
        {
          ...{ type: 'text', name: 'price_name', label: 'What is the price called?' },
          hint: 'So that statistics can tell it from the others.',
          value: value('price_name') || 'agreed at the desk',
        },
      ];
  }

  function money(name: string, label: string, hint: string): FieldView {
    return { type: 'money', name, label, hint, value: value(name), currency };
  }
}

function amounts({ lines, currency }: DecideFacts, form: Form, legend: string): FieldView {
  return {
    ...{ type: 'amounts', legend, currency },
    hint: 'Before tax; the tax on it goes too.',
    rows: lines.map(({ position, description, leftNetMinor: leftMinor, isDisputed }) => {
      const name = `line_${position}`;
      return { name, label: description, leftMinor, isDisputed, value: textIn(form, name) };
    }),
  };
}

function lineChoices({ lines, currency }: DecideFacts, form: Form): FieldView {
  const chosen = form['positions'];
  return {
    ...{ type: 'choices', name: 'positions', legend: 'Off which lines?', hint: '', many: true },
    options: lines.map(({ position, description, leftNetMinor: minor, isDisputed }) => ({
      value: String(position),
      label: description,
      detail: `${moneyWords({ minor, currency })}${isDisputed ? ', disputed' : ''}`,
      isChosen: chosen ? chosen.includes(String(position)) : isDisputed,
    })),
  };
}

function chargeChoices({ charges, currency }: DecideFacts, form: Form): FieldView {
  const chosen = form['charges'] ?? [];
  return {
    ...{ type: 'choices', name: 'charges', legend: 'Which of them?', hint: '', many: true },
    options: charges.map(({ chargeId, kind, leftMinor: minor }) => ({
      value: chargeId,
      label: kind === 'fee' ? 'Fee for a reminder' : 'Interest',
      detail: moneyWords({ minor, currency }),
      isChosen: chosen.includes(chargeId),
    })),
  };
}

function serviceChoices({ lines }: DecideFacts, form: Form): FieldView {
  const services = new Map(lines.map(({ serviceCode, description }) => [serviceCode, description]));
  return {
    ...{ type: 'choices', name: 'service', legend: 'Which service?', hint: '', many: false },
    options: [...services].map(([value, label]) => ({
      ...{ value, label, detail: '' },
      isChosen: textIn(form, 'service') === value,
    })),
  };
}

function instalments({ openMinor, currency }: DecideFacts, form: Form): FieldView[] {
  const open = moneyWords({ minor: openMinor, currency });
  return Array.from({ length: instalmentsMax }, (_, index) => index + 1).flatMap(
    (number): FieldView[] => [
      {
        ...{ type: 'date', name: `on_${number}`, value: textIn(form, `on_${number}`) },
        label: number === 1 ? 'They pay on' : `Instalment ${number}, on`,
        hint: number === 1 ? '' : 'Left empty where they pay in fewer parts.',
      },
      {
        ...{ type: 'money', name: `amount_${number}`, currency },
        label: number === 1 ? 'How much' : `Instalment ${number}, how much`,
        hint: number === 1 ? `All that is open, ${open}, must be promised.` : '',
        value: textIn(form, `amount_${number}`),
      },
    ],
  );
}

function words({ language }: DecideFacts, form: Form, isNeeded: boolean): FieldView {
  return {
    ...{ type: 'words', name: 'words', label: 'What the customer reads', isNeeded, language },
    hint: 'It stands in their letter as you write it.',
    value: textIn(form, 'words'),
  };
}
