import SDP
