/** Hands a file to the browser's downloads. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Browsers have read it by then; some have not when the click returns.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
