/** What is wrong with an expression. `position` is the offset of the first bad character in its source. */
export type ExpressionProblem = { code: string; message: string; position: number };

/** Thrown while an expression is read. Callers outside this room get it as a value or as an AppError. */
export class SyntaxProblem extends Error {
  readonly code: string;
  readonly position: number;

  constructor(code: string, message: string, position = 0) {
    super(message);
    this.code = code;
    this.position = position;
  }
}

/** Thrown while an expression runs over values it cannot work with; the message is for the person who wrote it. */
export class ValueProblem extends Error {}
