import './no-optimised-code.ts'
import '../host/device-process.ts'
