import { describe, expect, test } from 'vitest'
import { placeIn } from '../../web/src/lib/map-link.ts'

const harbour = { latitude: 40.7128, longitude: -74.006 }

describe('a place is read from', () => {
  test.each([
    ['40.7128, -74.006', harbour],
    ['(40.7128 -74.006)', harbour],
    ['40.7128° N, 74.006° W', harbour],
    ['geo:40.7128,-74.006?z=12', harbour],
    ['https://www.google.com/maps?q=40.7128,-74.006', harbour],
    ['https://www.google.com/maps/search/?api=1&query=40.7128%2C-74.006', harbour],
    ['https://www.google.com/maps/search/40.7128,+-74.006', harbour],
    ['https://www.google.com/maps/@40.7128,-74.006,15z', harbour],
    [
      'https://www.google.com/maps/place/Harbour+Caf%C3%A9/@40.71,-74.01,17z/data=!3m1!4b1!4m6!3m5!8m2!3d40.7128!4d-74.006',
      { ...harbour, name: 'Harbour Café' },
    ],
    ['https://maps.apple.com/?ll=40.7128,-74.006&q=Harbour', { ...harbour, name: 'Harbour' }],
    ['https://maps.apple.com/place?coordinate=40.7128,-74.006&name=Harbour', { ...harbour, name: 'Harbour' }],
    ['https://www.openstreetmap.org/?mlat=40.7128&mlon=-74.006#map=12/40.7/-74.0', harbour],
    ['openstreetmap.org/#map=17/40.7128/-74.006', harbour],
  ])('%s', (pasted, place) => {
    expect(placeIn(pasted)).toEqual(place)
  })
})

test.each([
  ['https://maps.app.goo.gl/AbCdEf123', 'short_link'],
  ['https://www.google.com/maps/place/Harbour', 'unreadable'],
  ['91, 10', 'unreadable'],
  ['https://www.google.com/maps?q=10,181', 'unreadable'],
  ['at the harbour', 'unreadable'],
  ['', 'unreadable'],
])('%s holds none', (pasted, fault) => {
  expect(placeIn(pasted)).toBe(fault)
})
