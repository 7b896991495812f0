// What is said about what was thrown.

import { describe, expect, it } from 'vitest'
import { describeError, isAborted, isNotFound } from './errors'

const aws = (name: string, message: string, status: number) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r-1' } })

describe('describeError', () => {
  it('tells the service’s words, code and request', () => {
    expect(describeError(aws('ValidationException', 'no such type', 400))).toEqual({ code: 'ValidationException', message: 'no such type', status: 400, requestId: 'r-1' })
  })
  it.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'])('knows %s as a server that is away', (message) => {
    expect(describeError(new TypeError(message)).code).toBe('Unreachable')
  })
  it('takes a proxy without a server for the same', () => expect(describeError(aws('UnknownError', 'UnknownError', 502)).code).toBe('Unreachable'))
  it('does not take a mistake of the code for it', () => expect(describeError(new TypeError('x is not a function')).code).toBe('TypeError'))
  it('has words where S3 sends none', () => {
    expect(describeError(aws('UnknownError', 'UnknownError', 403)).message).toMatch(/keys may not/)
    expect(describeError(aws('403', '', 403)).message).toMatch(/keys may not/)
  })
  it.each([['text', 'text'], [null, 'null'], [undefined, 'undefined'], [7, '7']])('describes %s', (thrown, message) => {
    expect(describeError(thrown).message).toBe(message)
  })
  it('knows what is not there and what was stopped', () => {
    expect(isNotFound(aws('ResourceNotFoundException', 'x', 404))).toBe(true)
    expect(isNotFound(aws('AccessDenied', 'x', 403))).toBe(false)
    expect(isAborted(new DOMException('x', 'AbortError'))).toBe(true)
    expect(isAborted(new Error('x'))).toBe(false)
  })
})
