/** The settings of the whole process and the beans made of them; what a room declares its jobs with. Passwords stay inside Password and go only to a connection being opened. */
package dev.clm.api.config;
