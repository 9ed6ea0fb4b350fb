import { createHmac, timingSafeEqual } from 'node:crypto'
import express from 'express'

/*
 * What everything is compared with: the least that a webhook handler in Express can do. It reads the raw body, checks the
 * signature in constant time, parses the JSON and answers 204. It stores nothing.
 */

const { PORT, SECRET = '' } = process.env
const app = express()
app.get('/', (_req, res) => void res.sendStatus(200))
app.post('/webhook', express.raw({ type: () => true, limit: '1mb' }), (req, res) => {
  const body = req.body as Buffer
  const given = Buffer.from((req.get('x-signature-256') ?? '').slice('sha256='.length), 'hex')
  const wanted = createHmac('sha256', SECRET).update(body).digest()
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    res.status(400).end()
    return
  }
  JSON.parse(body.toString('utf8'))
  res.status(204).end()
})
app.listen(Number(PORT), '127.0.0.1')
