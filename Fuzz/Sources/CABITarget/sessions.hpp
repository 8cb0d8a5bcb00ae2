// The calls of capabilities, offer caches, sessions and descriptions.
#ifndef SESSIONS_HPP
#define SESSIONS_HPP

#include "host.hpp"

void createCapabilities(Host &host, Input &input);
void createCache(Host &host, Input &input);
void createSession(Host &host, Input &input);
void configure(Host &host, Input &input);
void readState(Host &host, Input &input);
void addTransceiver(Host &host, Input &input);
void changeTransceiver(Host &host, Input &input);
void pin(Host &host, Input &input);
void readTransceiver(Host &host, Input &input);
void readText(Host &host, Input &input);
void readList(Host &host, Input &input);
void changeData(Host &host, Input &input);
void createDescription(Host &host, Input &input);
void readDescription(Host &host, Input &input);
void setLocal(Host &host, Input &input);
void setRemote(Host &host, Input &input);
void negotiate(Host &host, Input &input);
void addCandidate(Host &host, Input &input);
void readTransport(Host &host, Input &input);
void hostTransport(Host &host, Input &input);
void takeEvents(Host &host, Input &input);
void releaseOthers(Host &host, Input &input);

#endif
