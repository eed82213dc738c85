import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTypePrinter } from '../../scripts/sdk/type-printer.ts'

/** Without line breaks, which Biome lays out anyway. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

function print(schema: z.ZodType, side: 'input' | 'output' = 'output'): string {
  return flat(createTypePrinter().print(schema, side))
}

describe('a schema as TypeScript', () => {
  test.each<[z.ZodType, string]>([
    [z.string().min(3).max(5), 'string'],
    [z.int(), 'number'],
    [z.uuid(), 'string'],
    [z.date(), 'Date'],
    [z.void(), 'void'],
    [z.literal(['a', 1, null]), "'a' | 1 | null"],
    [z.literal('it\'s "quoted"\n'), `'it\\'s "quoted"\\n'`],
    [z.enum(['b', 'a']), "'b' | 'a'"],
    [z.array(z.string().nullable()), '(string | null)[]'],
    [z.tuple([z.string(), z.number()], z.boolean()), '[string, number, ...(boolean)[]]'],
    [z.record(z.string(), z.unknown()), 'Record<string, unknown>'],
    [z.strictObject({}), 'Record<string, never>'],
    [z.object({ 'odd-key': z.string() }), "{ 'odd-key': string }"],
    [z.union([z.string(), z.object({ a: z.number() })]), 'string | { a: number }'],
    [z.looseObject({ a: z.number() }), '{ a: number [key: string]: unknown }'],
    [z.string().readonly(), 'string'],
  ])('%#: as its values are', (schema, expected) => {
    expect(print(schema)).toBe(expected)
  })

  test('what may be left out depends on the side', () => {
    const schema = z.strictObject({ a: z.string().optional(), b: z.number().default(5), c: z.boolean() })
    expect(print(schema, 'input')).toBe('{ a?: string | undefined b?: number | undefined c: boolean }')
    expect(print(schema, 'output')).toBe('{ a?: string | undefined b: number c: boolean }')
  })

  test('a pipe takes one thing and gives another', () => {
    const schema = z.string().pipe(z.transform(Number)).pipe(z.number())
    expect(print(schema, 'input')).toBe('string')
    expect(print(schema, 'output')).toBe('number')
  })

  test.each([
    ['bigint', z.bigint()],
    ['map', z.map(z.string(), z.string())],
    ['set', z.set(z.string())],
    ['custom', z.custom<string>()],
    ['any', z.any()],
  ])('%s, which does not travel over both faces, is refused', (_name, schema) => {
    expect(() => print(z.object({ field: schema }))).toThrow(/does not travel/)
  })

  test('descriptions become documentation, and cannot end it', () => {
    const schema = z.object({
      a: z.string().describe('Ends here? */ evil()'),
      b: z.string().describe('From outside.').optional(),
    })
    expect(print(schema)).toContain('/** Ends here? *\u200b/ evil() */ a: string')
    expect(print(schema)).toContain('/** From outside. */ b?: string')
  })
})

describe('a schema with an id', () => {
  test('is declared once, under it, wherever it stands', () => {
    const printer = createTypePrinter()
    const Person = z.object({ name: z.string() }).meta({ id: 'PrinterPerson', description: 'A person.' })
    const printed = printer.print(z.object({ one: Person, others: z.array(Person.nullable()) }), 'output')
    expect(flat(printed)).toBe('{ /** A person. */ one: PrinterPerson others: (PrinterPerson | null)[] }')
    expect(printer.declarations().map(({ name, text }) => [name, flat(text)])).toEqual([
      ['PrinterPerson', '{ name: string }'],
    ])
  })

  test('has a name of its own for what it takes, where that differs', () => {
    const printer = createTypePrinter()
    const Paging = z.object({ limit: z.number().default(25) }).meta({ id: 'PrinterPaging' })
    expect(printer.print(Paging, 'input')).toBe('PrinterPagingInput')
    expect(printer.print(Paging, 'output')).toBe('PrinterPaging')
  })

  test('a default around it leaves the name to what is inside', () => {
    const printer = createTypePrinter()
    const Mode = z.enum(['a', 'b']).default('a').meta({ id: 'PrinterMode' })
    expect(flat(printer.print(z.object({ mode: Mode }), 'input'))).toBe('{ mode?: PrinterMode | undefined }')
    expect(flat(printer.print(z.object({ mode: Mode }), 'output'))).toBe('{ mode: PrinterMode }')
  })

  test('a bare string keeps its own type: a name would say less', () => {
    expect(print(z.string().meta({ id: 'PrinterText' }))).toBe('string')
  })

  test('that another one has too is refused', () => {
    const printer = createTypePrinter()
    const other = z.object({ b: z.string() })
    z.globalRegistry.add(other, { id: 'PrinterTwice' })
    printer.print(other, 'output')
    const clash = z.object({ a: z.string() })
    // The registry itself refuses a second id in most versions: either way nobody gets the wrong type.
    expect(() => {
      z.globalRegistry.add(clash, { id: 'PrinterTwice' })
      printer.print(clash, 'output')
    }).toThrow()
  })
})
