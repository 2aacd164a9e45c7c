/**
 * Rules of this house that the linter has no rule of its own for. Plain JavaScript, because the linter
 * loads it on whatever Node it finds.
 */

/** Names what reads a clock without being told the time: `new Date()` and `Date()`. */
const noClock = {
  create(context) {
    const message = 'Nothing here reads a clock: the workflow tells the time (`nowMs`).';
    const report = (node) => context.report({ node, message });
    return {
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) report(node);
      },
      CallExpression(node) {
        if (node.callee.name === 'Date') report(node);
      },
    };
  },
};

/** `x as unknown as T` switches the type checker off without saying so. */
const noDoubleAssertion = {
  create(context) {
    const message = 'A value is checked or narrowed, never passed off by two assertions.';
    return {
      TSAsExpression(node) {
        if (node.expression.type === 'TSAsExpression') context.report({ node, message });
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { 'no-clock': noClock, 'no-double-assertion': noDoubleAssertion },
};
