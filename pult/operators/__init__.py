"""Who answers: accounts, sessions, tickets for sockets."""
