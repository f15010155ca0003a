/** The description of the API, read off the controllers. It shows what everybody may know: no example carries a real credential. */
package dev.clm.api.process.openapi;
