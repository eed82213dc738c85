// Loaded into a server before everything else (`node --import`), so that its clock can be set while it runs: the message
// `{ clockOffsetMs }` moves what Date tells, as an operator or NTP moves a machine's clock. Timers and performance.now()
// go on as they do there.
const RealDate = Date
let offsetMs = 0

class MovedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offsetMs)
    else super(...given)
  }

  static now() {
    return RealDate.now() + offsetMs
  }
}

globalThis.Date = MovedDate

process.on('message', (message) => {
  offsetMs = message.clockOffsetMs
})
// Neither keeps the process alive.
process.channel?.unref()
