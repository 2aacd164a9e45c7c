/**
 * The walls between the rooms, as docs/ARCHITECTURE.md draws them: who may import whom, which npm
 * packages and whether Node's own modules. `npm run walls` holds them; test/house/walls.test.ts plants
 * every forbidden arrow and sees it reported.
 */

import swcVisitor from '@swc/core/Visitor.js';

/**
 * The visitor through which the files are read stops at `using` and `await using`, which it does not
 * know (seen with @swc/core 1.16.18). What such a statement declares is visited like a `const`.
 */
// oxlint-disable-next-line typescript/no-deprecated -- it is what the tool itself reads with
const { Visitor } = swcVisitor;
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function visitStatementOrUsing(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement;
};

/** The rooms, and what each may enter. What is not named is forbidden. */
const MAY_ENTER = {
  domain: [],
  workflows: ['domain', 'activities'],
  activities: ['domain', 'db', 'papers', 'workflows'],
  db: ['domain'],
  papers: ['domain'],
  api: ['domain', 'db', 'papers', 'workflows'],
  bin: ['domain', 'workflows', 'activities', 'db', 'papers', 'api'],
  bench: ['domain', 'workflows', 'activities', 'db', 'papers', 'api', 'bin', 'test'],
  test: ['domain', 'workflows', 'activities', 'db', 'papers', 'api', 'bin', 'bench'],
};
const ROOMS = Object.keys(MAY_ENTER);

/** A package's files, wherever npm put them. */
const packages = (names) => `node_modules/(${names})(/|$)`;

/** Every arrow between two rooms that the table lacks. */
const forbiddenArrows = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to !== from && !MAY_ENTER[from].includes(to)).map((to) => ({
    name: `${from}-not-into-${to}`,
    comment: `${from}/ does not know ${to}/.`,
    from: { path: `^${from}/` },
    to: { path: `^${to}/` },
  })),
);

/** Where the table allows only a part of a room. */
const narrowDoors = [
  {
    name: 'workflows-only-the-contract',
    comment: 'A workflow knows its activities by their contract, not by their code.',
    from: { path: '^workflows/' },
    to: { path: '^activities/', pathNot: '^activities/contract\\.ts$' },
  },
  {
    name: 'workflows-only-types-of-the-contract',
    comment: 'Only types: a value would pull the code behind the contract into the sandbox.',
    from: { path: '^workflows/' },
    to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-workflow-code-outside-workflows',
    comment: 'Who talks to a workflow needs its messages and how it is started, never its code.',
    from: { path: '^(activities|api)/' },
    to: { path: '^workflows/', pathNot: '^workflows/(messages|start-options)\\.ts$' },
  },
  {
    name: 'api-only-reads-the-books',
    comment: 'Business rows are written by activities; the API reads rows and sends messages.',
    from: { path: '^api/' },
    to: { path: '^db/(book|lock-|migrat|write-)' },
  },
];

/** npm packages and Node's own modules. */
const outside = [
  {
    name: 'pure-rooms-without-node',
    comment: 'domain/ and workflows/ are deterministic: no files, no network, no clock of Node.',
    from: { path: '^(domain|workflows)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'domain-only-date-arithmetic',
    comment: 'domain/ imports nothing but itself and date arithmetic.',
    from: { path: '^domain/' },
    to: { path: packages('.+'), pathNot: packages('temporal-polyfill') },
  },
  {
    name: 'workflows-only-temporal',
    comment: 'What a workflow imports is bundled into the sandbox and replayed for years.',
    from: { path: '^workflows/' },
    to: { path: packages('.+'), pathNot: packages('@temporalio/(workflow|common)') },
  },
  {
    name: 'db-knows-neither-temporal-nor-http',
    comment: 'db/ is told what to store; it starts nothing and answers nobody.',
    from: { path: '^db/' },
    to: { path: packages('@temporalio/.+|hono|@hono/.+|nodemailer') },
  },
  {
    name: 'papers-only-set-what-they-are-given',
    comment: 'papers/ turns content into files: it reads no rows, asks nobody and sends nothing.',
    from: { path: '^papers/' },
    to: { path: packages('@temporalio/.+|@mikro-orm/.+|pg|nodemailer|@hono/.+|stripe') },
  },
  {
    name: 'activities-know-no-http',
    comment: 'Activities are called by workflows only.',
    from: { path: '^activities/' },
    to: { path: packages('hono|@hono/.+|@temporalio/workflow') },
  },
  {
    name: 'api-is-only-a-client',
    comment: 'The API talks to the Temporal Server; it runs no workflow and no activity.',
    from: { path: '^api/' },
    to: { path: packages('@temporalio/(workflow|worker|activity|testing)|nodemailer') },
  },
  {
    name: 'no-development-packages-in-the-product',
    comment: 'The image holds no development packages.',
    from: { path: `^(${ROOMS.filter((room) => !['test', 'bench'].includes(room)).join('|')})/` },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only-declared-packages',
    comment: 'A package that package.json does not name comes and goes with another one.',
    from: { path: `^(${ROOMS.join('|')})/` },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'deprecated'] },
  },
  {
    name: 'nothing-unresolved',
    comment: 'What cannot be found cannot be judged.',
    from: { path: `^(${ROOMS.join('|')})/` },
    to: { couldNotResolve: true },
  },
];

const shape = [
  {
    name: 'no-circle',
    comment: 'Two modules that need each other are one module, or miss a third.',
    from: {},
    to: { circular: true },
  },
];

export default {
  forbidden: [...forbiddenArrows, ...narrowDoors, ...outside, ...shape].map((rule) => ({
    ...rule,
    severity: 'error',
  })),
  options: {
    // TypeScript 7 has no interface for tools, and without another parser nothing would be read.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.fairbill|coverage)/|^reports/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default', 'types'],
      extensions: ['.ts', '.mts', '.mjs', '.js', '.json'],
    },
  },
};
