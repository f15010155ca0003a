/** What every HTTP exchange has in common: its id, its headers, its body's bounds and the form of JSON. Bodies never reach a log. */
package dev.clm.api.http.web;
