// The part of jexl 2.3 that rules use; the package brings no types.

declare module 'jexl' {
  export interface Expression {
    evalSync: (context: object) => unknown
  }
  export class Jexl {
    compile(expression: string): Expression
    addBinaryOp(operator: string, precedence: number, apply: (left: unknown, right: unknown) => unknown): void
    readonly _grammar: { functions: object; transforms: object }
  }
}
