// Finds what to break in a source file: every single check, and around it every comparison, bound and connective.
import type { ConditionalExpression, Node, SourceFile } from "typescript/unstable/ast";
import { SyntaxKind } from "typescript/unstable/ast";
import {
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isConditionalExpression,
  isContinueStatement,
  isExpressionStatement,
  isIdentifier,
  isIfStatement,
  isImportDeclaration,
  isNewExpression,
  isNumericLiteral,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isStringLiteral,
  isTemplateExpression,
  isThrowStatement,
  isTypeNode,
} from "typescript/unstable/ast/is";

export interface Mutant {
  file: string;
  line: number;
  /** `check`: one check is gone. `other`: a check, bound or connective is another one. */
  kind: "check" | "other";
  what: string;
  /** File, operation and the code it is done to: stays the same while lines move. */
  key: string;
  start: number;
  end: number;
  text: string;
}

/** Functions whose call is a refusal. */
const refusing = new Set(["refuse", "fail", "encodingRefusal"]);
const swaps: Partial<Record<SyntaxKind, string>> = {
  [SyntaxKind.AmpersandAmpersandToken]: "||",
  [SyntaxKind.BarBarToken]: "&&",
  [SyntaxKind.LessThanToken]: "<=",
  [SyntaxKind.LessThanEqualsToken]: "<",
  [SyntaxKind.GreaterThanToken]: ">=",
  [SyntaxKind.GreaterThanEqualsToken]: ">",
  [SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [SyntaxKind.ExclamationEqualsEqualsToken]: "===",
  [SyntaxKind.PlusToken]: "-",
  [SyntaxKind.MinusToken]: "+",
};

function isRefusingCall(node: Node): boolean {
  return isCallExpression(node) && isIdentifier(node.expression) && refusing.has(node.expression.text);
}

/** Whether leaving by `node` says no: a throw, a refusal, false, undefined, or the text of a problem. */
function saysNo(node: Node): boolean {
  if (isBlock(node)) return node.statements.length === 1 && saysNo(node.statements[0]!);
  if (isThrowStatement(node) || isContinueStatement(node)) return true;
  if (isExpressionStatement(node)) return isRefusingCall(node.expression);
  return isReturnStatement(node) && (node.expression === undefined || isNo(node.expression));
}

function isNo(value: Node): boolean {
  if (value.kind === SyntaxKind.FalseKeyword || isRefusingCall(value)) return true;
  if (isIdentifier(value)) return value.text === "undefined";
  if (isConditionalExpression(value)) return isVerdict(value);
  return isStringLiteral(value) || isTemplateExpression(value);
}

/** `condition ? undefined : "problem"` or the like; not a mere choice of words. */
function isVerdict({ whenTrue, whenFalse }: ConditionalExpression): boolean {
  const words = (node: Node): boolean => isStringLiteral(node) || isTemplateExpression(node);
  return (isNo(whenTrue) && !words(whenTrue)) || (isNo(whenFalse) && !words(whenFalse));
}

/** Every mutant of one file. `file` is its path in the repository. */
export function mutantsOf(source: SourceFile, file: string): Mutant[] {
  const found: Mutant[] = [];
  const text = source.text;
  const seen = new Map<string, number>();
  const add = (kind: Mutant["kind"], what: string, node: Node, replacement: string): void => {
    const start = node.getStart(source);
    const line = text.slice(0, start).split("\n").length;
    const code = text.slice(start, node.end).replace(/\s+/g, " ").slice(0, 160);
    const base = `${file}: ${what}: ${code}`;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    const key = count === 1 ? base : `${base} #${count}`;
    found.push({ file, line, kind, what, key, start, end: node.end, text: replacement });
  };
  const code = (node: Node): string => text.slice(node.getStart(source), node.end);

  function visit(node: Node): void {
    if (isTypeNode(node) || isImportDeclaration(node)) return;
    if (isIfStatement(node)) {
      if (node.elseStatement === undefined) add(saysNo(node.thenStatement) ? "check" : "other", "drop", node, ";");
      add("other", "negate", node.expression, `!(${code(node.expression)})`);
    }
    if (isExpressionStatement(node) && isCallExpression(node.expression)) {
      const { expression } = node.expression;
      const name = isIdentifier(expression) ? expression.text : "";
      if (name === "demand" || /^check|^require|^verify/.test(name)) add("check", "drop", node, ";");
      else if (isPropertyAccessExpression(expression)) add("other", "drop", node, ";");
    }
    if (isExpressionStatement(node) && node.expression.kind === SyntaxKind.AwaitExpression)
      add("check", "drop", node, ";");
    if (isThrowStatement(node)) add("check", "drop", node, ";");
    if (isReturnStatement(node) && node.expression && isRefusingCall(node.expression)) add("check", "drop", node, ";");
    if (isConditionalExpression(node)) {
      const check = isVerdict(node);
      add(check ? "check" : "other", "always", node, `(${code(node.whenTrue)})`);
      add(check ? "check" : "other", "never", node, `(${code(node.whenFalse)})`);
    }
    if (isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      const [left, right] = [code(node.left), code(node.right)];
      const swap = swaps[operator];
      if (swap !== undefined) add("other", `to ${swap}`, node, `(${left} ${swap} ${right})`);
      if (operator === SyntaxKind.AmpersandAmpersandToken || operator === SyntaxKind.BarBarToken) {
        add("check", "left alone", node, `(${left})`);
        add("check", "right alone", node, `(${right})`);
      }
      if (operator === SyntaxKind.QuestionQuestionToken) add("other", "right alone", node, `(${right})`);
    }
    if (isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      add("other", "drop the not", node, `(${code(node.operand)})`);
    }
    if (isNumericLiteral(node)) {
      const value = Number(node.text.replaceAll("_", ""));
      add("other", "one more", node, String(value + 1));
      if (value > 0) add("other", "one less", node, String(value - 1));
    }
    if (node.kind === SyntaxKind.TrueKeyword) add("other", "to false", node, "false");
    if (node.kind === SyntaxKind.FalseKeyword) add("other", "to true", node, "true");
    // What a refusal says is no check.
    if (isRefusingCall(node) || isNewExpression(node)) return;
    if (isCallExpression(node) && isIdentifier(node.expression) && node.expression.text === "demand") {
      visit(node.arguments[0]!);
      return;
    }
    node.forEachChild(visit);
  }
  source.forEachChild(visit);
  return found;
}
