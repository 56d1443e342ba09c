/** Says that it is open, and stays until it is told to end. */
console.log('listening at http://127.0.0.1:9, it is open')
setInterval(() => {}, 60_000)
