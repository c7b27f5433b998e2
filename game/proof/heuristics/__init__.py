"""Lower bounds on the choices that are left: projections, pattern databases, landmarks, resources."""
