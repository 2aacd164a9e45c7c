import { defineEntity, p } from '@mikro-orm/core';
import { Customer } from './parties.ts';

const CustomerCardSchema = defineEntity({
  name: 'CustomerCard',
  tableName: 'customer_card',
  properties: {
    customer: () => p.oneToOne(Customer).primary().ref(),
    provider: p.text().$type<'stripe'>(),
    providerCustomer: p.text(),
    providerMethod: p.text(),
    setAt: p.datetime(),
    setBy: p.text(),
  },
});

/** The card that a customer pays with, by the ids of its provider. */
export class CustomerCard extends CustomerCardSchema.class {}
CustomerCardSchema.setClass(CustomerCard);
