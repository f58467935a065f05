"""What `new` starts from: the partnership's 2017/18 agencies, crime types, factors and rules.

Factor questions follow the hints in the partnership's published 2017/18 summary. The descriptors, the probability
matrix and the thresholds were pictures there and are not public: they are project defaults, to be confirmed by the
partnership, and every results workbook says so.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from snwp_xl.model import (
    Agency,
    AgencyKind,
    Assessment,
    Contact,
    CrimeType,
    Dates,
    Factor,
    Partner,
    ProbabilityMatrix,
    Settings,
)

PARTNERSHIP = "Safer North West Community Safety Partnership"
AREA = "North West Leicestershire"
DISTRICT = "North West Leicestershire District Council"

AGENCIES = (
    Agency(1, "NWLDC", DISTRICT, AgencyKind.RESPONSIBLE),
    Agency(2, "Police", "Leicestershire Police", AgencyKind.RESPONSIBLE),
    Agency(3, "Fire", "Leicestershire Fire and Rescue Service", AgencyKind.RESPONSIBLE),
    Agency(4, "Community safety", DISTRICT, AgencyKind.RESPONSIBLE),
    Agency(5, "UAVA", "United Against Violence and Abuse", AgencyKind.INVITED),
)

PARTNERS_NOT_ASKED = (
    Partner("County council", "Leicestershire County Council", AgencyKind.RESPONSIBLE),
    Partner("Probation", "Probation Service", AgencyKind.RESPONSIBLE),
    Partner("Health", "Leicester, Leicestershire and Rutland Integrated Care Board", AgencyKind.RESPONSIBLE),
    Partner("Commissioner", "Office of the Police and Crime Commissioner", AgencyKind.COOPERATING),
)

VIOLENCE, BURGLARY, VEHICLE, ASB = "Violence", "Burglary", "Vehicle crime", "Anti-social behaviour"

CRIME_TYPES = tuple(
    CrimeType(number, name, theme, definition)
    for number, (name, theme, definition) in enumerate((
        ("Alcohol Related Violence", VIOLENCE, "Violence in which alcohol played a part, for example around pubs and clubs at night."),
        ("Violent Crime", VIOLENCE, "Violence against the person, with and without injury, wherever it happens."),
        ("Domestic Abuse", VIOLENCE, "Violence, threats or controlling behaviour by a partner, former partner or member of the family."),
        ("Domestic Burglary", BURGLARY, "Entering somebody's home to steal or do damage."),
        ("Burglary Other", BURGLARY, "Entering a building that is not a home, such as a shed, shop or school, to steal or do damage."),
        ("Vehicle Crime - Theft from", VEHICLE, "Stealing things from a vehicle, or parts of it."),
        ("Vehicle Crime - Theft of", VEHICLE, "Taking a vehicle without consent."),
        ("Criminal Damage (including Arson)", "Criminal damage", "Damaging property on purpose, including by fire."),
        ("Theft - Shoplifting", "Shoplifting", "Stealing goods from a shop."),
        ("Robbery", "Robbery", "Stealing from a person with force or the threat of it."),
        ("Sexual Offences", VIOLENCE, "Rape, sexual assault and other sexual offences, recent or not."),
        ("Anti-Social Behaviour", ASB, "Behaviour that causes nuisance, alarm or distress to people outside the household."),
        ("Road Safety", "Road safety", "Collisions, speeding and dangerous or careless driving. Not all of it is crime."),
        ("Business Crime", "Business crime", "Crime against a business, whatever the offence."),
        ("Cybercrime", "Cybercrime", "Crime that uses or attacks computers and networks, such as online fraud or hacking."),
        ("Rural Crime", "Rural crime", "Crime in the countryside, such as theft of farm machinery or harm to wildlife."),
        ("Hate Crime", "Hate crime", "Crime driven by hostility to race, religion, disability, sexual orientation or transgender identity."),
    ), start=1)
)

FACTORS = tuple(
    Factor(number, name, question, levels)
    for number, (name, question, levels) in enumerate((
        ("Physical - Individual", "How badly is a victim likely to be physically hurt?",
         ("No injury is likely", "Threats or harassment; injury is rare", "A less serious injury is likely", "Death or serious injury is likely")),
        ("Psychological - Individual", "How much concern is it likely to cause the person it happens to?",
         ("Little or none", "Minor concern that soon passes", "Significant concern that lasts", "Extreme concern that changes a life")),
        ("Psychological - Community", "How concerned is the community likely to be?",
         ("Little or not at all", "A little, where it happened", "Significantly, across a neighbourhood", "Extremely, across the district")),
        ("Political - Your organisation", "How much of an issue is it for your organisation?",
         ("Not an issue", "Raised now and then", "Raised often, by members, the press or inspectors", "A leading issue for your organisation")),
        ("Economic - Your organisation", "How much does it cost your organisation in money, time and people?",
         ("Little or nothing", "A medium cost", "A high cost", "A very high cost")),
        ("Economic - Social", "How much does it cost the community in money, work and services?",
         ("Little or nothing", "A medium cost", "A high cost", "A very high cost")),
    ), start=1)
)

PROBABILITY_MATRIX = ProbabilityMatrix(
    lower_edges=(Fraction(0), Fraction(1, 100), Fraction(5, 100), Fraction(10, 100), Fraction(20, 100)),
    scores=((1, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 6)),
)

OBLIGATIONS = ("Reducing reoffending", "Tackling substance misuse")
SERIOUS_VIOLENCE = "Preventing and reducing serious violence"  # the set-up asks beside it that it be confirmed


def default_assessment(name: str, day: date) -> Assessment:
    """A fresh round with the project defaults: 2017/18's agencies, crime types and rules, dates open."""
    return Assessment(
        name=name, partnership=PARTNERSHIP, area=AREA, agencies=AGENCIES, crime_types=CRIME_TYPES, factors=FACTORS,
        probability_matrix=PROBABILITY_MATRIX, dates=Dates(assessment=day), contact=Contact(),
        settings=Settings(statutory_obligations=(*OBLIGATIONS, SERIOUS_VIOLENCE)), partners_not_asked=PARTNERS_NOT_ASKED)
