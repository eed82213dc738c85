/** Spans of time in milliseconds, so that a number in a policy reads with its unit: `minutes(15)`. */
export const seconds = (count: number): number => count * 1_000
export const minutes = (count: number): number => count * 60_000
export const hours = (count: number): number => count * 3_600_000
export const days = (count: number): number => count * 86_400_000
