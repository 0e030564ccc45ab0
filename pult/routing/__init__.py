"""Who answers next: decides, then calls `conversations`."""
