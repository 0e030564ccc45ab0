"""When → if → then: what the house does with a talk by itself. Rules are data, tried on last week before they count."""
